//! What the pages about problem codes say.

use crate::error::Code;

/// A page that explains a code in both languages.
pub(super) fn explain(code: Code) -> String {
    let ((vi, en), (do_vi, do_en)) = (code.titles(), advice(code.status()));
    let (word, status) = (code.word(), code.status());
    format!(
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{word}</title>\n\
         <link rel=\"stylesheet\" href=\"/docs/page.css\">\n</head>\n<body class=\"text\">\n\
         <h1><code>{word}</code></h1>\n<p>HTTP {status}</p>\n\
         <section lang=\"vi\"><h2>{vi}</h2><p>{do_vi}</p></section>\n\
         <section lang=\"en\"><h2>{en}</h2><p>{do_en}</p></section>\n\
         <p><a href=\"/docs\">API</a></p>\n</body>\n</html>\n"
    )
}

/// What to do about it: the same for all codes of a status.
const fn advice(status: u16) -> (&'static str, &'static str) {
    match status {
        401 => (
            "Hãy đăng nhập hoặc làm mới mã truy cập rồi gửi lại.",
            "Sign in or refresh the token, then send it again.",
        ),
        403 => (
            "Vai trò hoặc nhiệm vụ của bạn không cho phép thao tác này; hãy nhờ người có thẩm quyền.",
            "Your role or your duties do not allow this; ask somebody whose do.",
        ),
        404 => (
            "Không có, hoặc nằm ngoài phạm vi của bạn; hai trường hợp được trả lời như nhau.",
            "It does not exist, or lies outside your scope; both are answered alike.",
        ),
        409 => (
            "Trạng thái hiện tại chưa cho phép; hãy tải lại và xem các thao tác được phép.",
            "The present state does not allow it; load it again and look at the allowed actions.",
        ),
        410 => ("Dữ liệu này không còn nữa.", "This is gone for good."),
        412 | 428 => (
            "Hãy tải lại bản ghi và gửi lại với ETag mới trong If-Match.",
            "Load the record again and send the new ETag as If-Match.",
        ),
        429 => (
            "Hãy chờ số giây nêu trong Retry-After rồi thử lại.",
            "Wait for the seconds that Retry-After names, then try again.",
        ),
        500..=599 => (
            "Hãy thử lại sau; nếu vẫn lỗi, hãy gửi request_id cho người quản trị.",
            "Try again later; if it stays, give the request_id to the administrators.",
        ),
        _ => (
            "Hãy sửa yêu cầu theo các lỗi được nêu trong errors rồi gửi lại.",
            "Correct the request as the members of errors say, then send it again.",
        ),
    }
}
