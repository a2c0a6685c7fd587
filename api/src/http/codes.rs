//! The closed list of problem codes (api-conventions §3), each with its status and titles.

use serde::Serialize;
use utoipa::ToSchema;

macro_rules! codes {
    ($($status:literal { $($name:ident $word:literal $vi:literal $en:literal;)* })*) => {
        /// The stable code of a problem document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[doc = $en] $name,)*)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// The HTTP status that goes with the code.
            #[must_use]
            pub const fn status(self) -> u16 { match self { $($(Self::$name => $status,)*)* } }

            /// The word on the wire.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $($(Self::$name => $word,)*)* } }

            /// The title, in Vietnamese and English.
            #[must_use]
            pub const fn titles(self) -> (&'static str, &'static str) { match self { $($(Self::$name => ($vi, $en),)*)* } }
        }
    };
}

codes! {
    400 {
        MalformedRequest "malformed_request" "Không đọc được yêu cầu" "The request cannot be read";
        InvalidParameter "invalid_parameter" "Tham số không đúng" "A parameter is not valid";
        UnknownParameter "unknown_parameter" "Tham số không được biết đến" "A parameter is not known";
        InvalidCursor "invalid_cursor" "Con trỏ trang không hợp lệ" "The page cursor is not valid";
        IdempotencyKeyRequired "idempotency_key_required" "Thiếu Idempotency-Key" "An Idempotency-Key is required";
        IdempotencyKeyInvalid "idempotency_key_invalid" "Idempotency-Key phải là UUID" "The Idempotency-Key must be a UUID";
    }
    401 {
        AuthenticationRequired "authentication_required" "Cần đăng nhập" "Sign in to use this resource";
        TokenInvalid "token_invalid" "Mã truy cập không hợp lệ" "The access token is not valid";
        TokenExpired "token_expired" "Mã truy cập đã hết hạn" "The access token has expired";
        TokenRevoked "token_revoked" "Phiên đã bị thu hồi" "The session has been revoked";
        CredentialsInvalid "credentials_invalid" "Tên đăng nhập hoặc mật khẩu không đúng" "The login or password is wrong";
        MfaRequired "mfa_required" "Cần xác thực hai bước" "A second factor is required";
        MfaInvalid "mfa_invalid" "Mã xác thực không đúng" "The second factor is wrong";
        RefreshTokenInvalid "refresh_token_invalid" "Mã làm mới không hợp lệ" "The refresh token is not valid";
        RefreshTokenReused "refresh_token_reused" "Mã làm mới đã được dùng, phiên bị thu hồi" "The refresh token was used before; the session is revoked";
        ReauthenticationRequired "reauthentication_required" "Cần xác nhận lại mật khẩu" "Confirm your password again";
    }
    403 {
        PermissionDenied "permission_denied" "Vai trò của bạn không được phép" "Your role does not allow this";
        SeparationOfDuties "separation_of_duties" "Một người không được giữ hai nhiệm vụ của cùng một hồ sơ" "One person must not hold two duties of one subject";
        ConsentRequired "consent_required" "Chưa có sự đồng ý hoặc căn cứ pháp lý" "No consent or legal ground is on record";
    }
    404 { NotFound "not_found" "Không tìm thấy" "Not found"; }
    405 { MethodNotAllowed "method_not_allowed" "Phương thức không được hỗ trợ" "The method is not allowed here"; }
    406 { NotAcceptable "not_acceptable" "Không có định dạng được yêu cầu" "The requested format is not available"; }
    408 { RequestTimeout "request_timeout" "Yêu cầu quá lâu" "The request took too long"; }
    409 {
        StateConflict "state_conflict" "Trạng thái hiện tại không cho phép" "The present state does not allow this";
        IdConflict "id_conflict" "Mã định danh đã được dùng" "The id is taken";
        Duplicate "duplicate" "Đã tồn tại" "It exists already";
        IdempotencyInProgress "idempotency_in_progress" "Yêu cầu cùng khóa đang được xử lý" "A request with the same key is still running";
        FundsExceeded "funds_exceeded" "Vượt quá số tiền còn lại" "It exceeds the money that is left";
        ConditionsUnmet "conditions_unmet" "Chưa đủ điều kiện" "The conditions are not met";
        ConfirmationOutdated "confirmation_outdated" "Nội dung đã thay đổi" "The text has changed since";
        PeriodClosed "period_closed" "Kỳ đã khóa" "The period is closed";
        ResourceInUse "resource_in_use" "Đang được sử dụng" "It is in use";
    }
    410 {
        SyncTokenExpired "sync_token_expired" "Cần tải lại từ đầu" "Start again with a full load";
        ResourceErased "resource_erased" "Dữ liệu cá nhân đã được xóa" "The personal data have been erased";
    }
    412 { PreconditionFailed "precondition_failed" "Dữ liệu đã được người khác thay đổi" "It changed since you read it"; }
    413 { PayloadTooLarge "payload_too_large" "Nội dung quá lớn" "The body is too large"; }
    414 { UriTooLong "uri_too_long" "Địa chỉ quá dài" "The address is too long"; }
    415 { UnsupportedMediaType "unsupported_media_type" "Kiểu nội dung không được hỗ trợ" "The media type is not supported"; }
    422 {
        ValidationFailed "validation_failed" "Dữ liệu không hợp lệ" "The data are not valid";
        NotEligible "not_eligible" "Không đủ điều kiện" "Not eligible";
        IdempotencyKeyReused "idempotency_key_reused" "Idempotency-Key đã dùng cho nội dung khác" "The Idempotency-Key was used with another body";
    }
    428 { PreconditionRequired "precondition_required" "Cần If-Match" "Send If-Match with the ETag you read"; }
    429 { RateLimited "rate_limited" "Quá nhiều yêu cầu" "Too many requests"; }
    431 { HeaderFieldsTooLarge "header_fields_too_large" "Phần đầu quá lớn" "The header fields are too large"; }
    500 { InternalError "internal_error" "Lỗi nội bộ" "Internal error"; }
    503 { ServiceUnavailable "service_unavailable" "Tạm thời không phục vụ được" "The service is unavailable for a moment"; }
}
