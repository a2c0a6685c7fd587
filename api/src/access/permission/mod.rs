//! The list of permissions: one enum per domain of the policy, one marker type per permission.

mod definition;

use definition::permissions;
pub use definition::{Grain, Permit, RowLevel, TotalsOnly};

permissions! {
    Reference / reference {
        ReadAreas = "areas:read": RowLevel,
        UpdateAreas = "areas:update": RowLevel,
        ReadValueChains = "value-chains:read": RowLevel,
        ReadEthnicGroups = "ethnic-groups:read": RowLevel,
        ReadCsaPractices = "csa-practices:read": RowLevel,
        ReadUnits = "units:read": RowLevel,
        ReadHazards = "hazards:read": RowLevel,
        ReadTrainingTopics = "training-topics:read": RowLevel,
        ReadHolidays = "holidays:read": RowLevel,
        CreateHoliday = "holidays:create": RowLevel,
        DeleteHoliday = "holidays:delete": RowLevel,
    }
    Accounts / accounts {
        ReadUsers = "users:read": RowLevel,
        CreateUser = "users:create": RowLevel,
        UpdateUser = "users:update": RowLevel,
        ActivateUser = "users:activate": RowLevel,
        DeactivateUser = "users:deactivate": RowLevel,
        ResetUserPassword = "users:reset-password": RowLevel,
        ReadRoleAssignments = "role-assignments:read": RowLevel,
        CreateRoleAssignment = "role-assignments:create": RowLevel,
        ConfirmRoleAssignment = "role-assignments:confirm": RowLevel,
        EndRoleAssignment = "role-assignments:end": RowLevel,
    }
    Persons / persons {
        ReadPersons = "persons:read": RowLevel,
        CreatePerson = "persons:create": RowLevel,
        UpdatePerson = "persons:update": RowLevel,
        DeletePerson = "persons:delete": RowLevel,
        ErasePerson = "persons:erase": RowLevel,
        LookupPersons = "persons:lookup": RowLevel,
        ReadPersonsSensitive = "persons-sensitive:read": RowLevel,
        ReadPersonIdentity = "persons-identity:read": RowLevel,
        UpdatePersonIdentity = "persons-identity:update": RowLevel,
        ReadAccessRecords = "persons-access-records:read": RowLevel,
        ReadConsents = "persons-consents:read": RowLevel,
        CreateConsent = "persons-consents:create": RowLevel,
        WithdrawConsent = "persons-consents:withdraw": RowLevel,
    }
    Households / households {
        ReadHouseholds = "households:read": RowLevel,
        CreateHousehold = "households:create": RowLevel,
        UpdateHousehold = "households:update": RowLevel,
        DeleteHousehold = "households:delete": RowLevel,
        MoveHousehold = "households:move": RowLevel,
        AddHouseholdMember = "household-members:create": RowLevel,
        EndHouseholdMember = "household-members:end": RowLevel,
        AppointHouseholdHead = "households:appoint-head": RowLevel,
        CreatePovertyStatus = "poverty-statuses:create": RowLevel,
        DeletePovertyStatus = "poverty-statuses:delete": RowLevel,
    }
    Groups / groups {
        ReadGroups = "farmer-groups:read": RowLevel,
        CreateGroup = "farmer-groups:create": RowLevel,
        UpdateGroup = "farmer-groups:update": RowLevel,
        DeleteGroup = "farmer-groups:delete": RowLevel,
        ActivateGroup = "farmer-groups:activate": RowLevel,
        SuspendGroup = "farmer-groups:suspend": RowLevel,
        ResumeGroup = "farmer-groups:resume": RowLevel,
        DissolveGroup = "farmer-groups:dissolve": RowLevel,
        ConvertGroup = "farmer-groups:convert": RowLevel,
        UpgradeGroup = "farmer-groups:upgrade": RowLevel,
        MoveGroup = "farmer-groups:move": RowLevel,
        CreateNotice = "group-notices:create": RowLevel,
        UpdateNotice = "group-notices:update": RowLevel,
        AppointOffice = "group-offices:appoint": RowLevel,
        EndOffice = "group-offices:end": RowLevel,
    }
    Memberships / memberships {
        ReadMemberships = "memberships:read": RowLevel,
        CreateMembership = "memberships:create": RowLevel,
        UpdateMembership = "memberships:update": RowLevel,
        DeleteMembership = "memberships:delete": RowLevel,
        EndMembership = "memberships:end": RowLevel,
        TransferMembership = "memberships:transfer": RowLevel,
    }
    Funds / funds {
        ReadFunds = "funds:read": RowLevel,
        CreateFund = "funds:create": RowLevel,
        UpdateFund = "funds:update": RowLevel,
        CreateCeiling = "fund-ceilings:create": RowLevel,
        UpdateCeiling = "fund-ceilings:update": RowLevel,
        CreatePosting = "postings:create": RowLevel,
        CreateFiscalPeriod = "fiscal-periods:create": RowLevel,
        SubmitFiscalPeriod = "fiscal-periods:submit": RowLevel,
        ReturnFiscalPeriod = "fiscal-periods:return": RowLevel,
        CloseFiscalPeriod = "fiscal-periods:close": RowLevel,
        CreateCorrection = "corrections:create": RowLevel,
        ApproveCorrection = "corrections:approve": RowLevel,
        RejectCorrection = "corrections:reject": RowLevel,
    }
    Calls / calls {
        ReadCalls = "grant-calls:read": RowLevel,
        CreateCall = "grant-calls:create": RowLevel,
        UpdateCall = "grant-calls:update": RowLevel,
        DeleteCall = "grant-calls:delete": RowLevel,
        OpenCall = "grant-calls:open": RowLevel,
        CloseCall = "grant-calls:close": RowLevel,
        ArchiveCall = "grant-calls:archive": RowLevel,
        UpdateAllotment = "call-allotments:update": RowLevel,
    }
    Grants / grants {
        ReadApplications = "grant-applications:read": RowLevel,
        CreateApplication = "grant-applications:create": RowLevel,
        UpdateApplication = "grant-applications:update": RowLevel,
        DeleteApplication = "grant-applications:delete": RowLevel,
        SubmitApplication = "grant-applications:submit": RowLevel,
        WithdrawApplication = "grant-applications:withdraw": RowLevel,
        StartScreening = "grant-applications:start-screening": RowLevel,
        PassScreening = "grant-applications:pass-screening": RowLevel,
        FailScreening = "grant-applications:fail-screening": RowLevel,
        ReturnApplication = "grant-applications:return": RowLevel,
        CreateAppraisal = "grant-appraisals:create": RowLevel,
        ApproveApplication = "grant-applications:approve": RowLevel,
        RejectApplication = "grant-applications:reject": RowLevel,
        DeferApplication = "grant-applications:defer": RowLevel,
        ReappraiseApplication = "grant-applications:reappraise": RowLevel,
        SignAgreement = "grant-applications:sign-agreement": RowLevel,
        SuspendApplication = "grant-applications:suspend": RowLevel,
        ResumeApplication = "grant-applications:resume": RowLevel,
        TerminateApplication = "grant-applications:terminate": RowLevel,
        CreateContribution = "grant-contributions:create": RowLevel,
        DeleteContribution = "grant-contributions:delete": RowLevel,
        CreateAcceptance = "grant-acceptances:create": RowLevel,
        AcceptApplication = "grant-applications:accept": RowLevel,
        SettleApplication = "grant-applications:settle": RowLevel,
        CompleteApplication = "grant-applications:complete": RowLevel,
    }
    Disbursements / disbursements {
        ReadDisbursements = "disbursements:read": RowLevel,
        RequestDisbursement = "disbursements:request": RowLevel,
        ApproveDisbursement = "disbursements:approve": RowLevel,
        CancelDisbursement = "disbursements:cancel": RowLevel,
        PayDisbursement = "disbursements:pay": RowLevel,
        RefundDisbursement = "disbursements:refund": RowLevel,
    }
    Attachments / attachments {
        ReadAttachments = "attachments:read": RowLevel,
        CreateAttachment = "attachments:create": RowLevel,
        DeleteAttachment = "attachments:delete": RowLevel,
    }
    Partners / partners {
        ReadPartners = "partners:read": RowLevel,
        CreatePartner = "partners:create": RowLevel,
        UpdatePartner = "partners:update": RowLevel,
        VerifyPartner = "partners:verify": RowLevel,
        RejectPartner = "partners:reject": RowLevel,
        SuspendPartner = "partners:suspend": RowLevel,
        ReinstatePartner = "partners:reinstate": RowLevel,
        ReadPartnerPeople = "partner-people:read": RowLevel,
        InvitePartnerPerson = "partner-people:invite": RowLevel,
        EndPartnerPerson = "partner-people:end": RowLevel,
        ResetPartnerPersonPassword = "partner-people:reset-password": RowLevel,
    }
    Clients / clients {
        ReadApiClients = "api-clients:read": RowLevel,
        CreateApiClient = "api-clients:create": RowLevel,
        UpdateApiClient = "api-clients:update": RowLevel,
        RotateApiClientSecret = "api-clients:rotate-secret": RowLevel,
        RevokeApiClient = "api-clients:revoke": RowLevel,
        ReadApiKeys = "api-keys:read": RowLevel,
        CreateApiKey = "api-keys:create": RowLevel,
        RevokeApiKey = "api-keys:revoke": RowLevel,
    }
    Offers / offers {
        ReadGroupCards = "group-cards:read": RowLevel,
        ReadOffers = "sales-offers:read": RowLevel,
        ReadOfferDetails = "sales-offers:read-details": RowLevel,
        CreateOffer = "sales-offers:create": RowLevel,
        UpdateOffer = "sales-offers:update": RowLevel,
        DeleteOffer = "sales-offers:delete": RowLevel,
        PublishOffer = "sales-offers:publish": RowLevel,
        WithdrawOffer = "sales-offers:withdraw": RowLevel,
        ReadOfferRequests = "offer-requests:read": RowLevel,
        CreateOfferRequest = "offer-requests:create": RowLevel,
        GrantOfferRequest = "offer-requests:grant": RowLevel,
        RefuseOfferRequest = "offer-requests:refuse": RowLevel,
    }
    Contracts / contracts {
        ReadContracts = "sales-contracts:read": RowLevel,
        CreateContract = "sales-contracts:create": RowLevel,
        RegisterContracts = "sales-contracts:register": RowLevel,
        UpdateContract = "sales-contracts:update": RowLevel,
        DeleteContract = "sales-contracts:delete": RowLevel,
        SubmitContract = "sales-contracts:submit": RowLevel,
        ConfirmContract = "sales-contracts:confirm": RowLevel,
        RejectContract = "sales-contracts:reject": RowLevel,
        AmendContract = "sales-contracts:amend": RowLevel,
        DropAmendment = "sales-contracts:drop-amendment": RowLevel,
        TerminateContract = "sales-contracts:terminate": RowLevel,
        CompleteContract = "sales-contracts:complete": RowLevel,
    }
    Deliveries / deliveries {
        ReadDeliveries = "deliveries:read": RowLevel,
        CreateDelivery = "deliveries:create": RowLevel,
        DeleteDelivery = "deliveries:delete": RowLevel,
        AcknowledgeDelivery = "deliveries:acknowledge": RowLevel,
        SettleDelivery = "deliveries:settle": RowLevel,
        CreateDeliveryPayment = "delivery-payments:create": RowLevel,
        DeleteDeliveryPayment = "delivery-payments:delete": RowLevel,
    }
    Plans / plans {
        ReadPlans = "production-plans:read": RowLevel,
        CreatePlan = "production-plans:create": RowLevel,
        UpdatePlan = "production-plans:update": RowLevel,
        DeletePlan = "production-plans:delete": RowLevel,
        SubmitPlan = "production-plans:submit": RowLevel,
        RevisePlan = "production-plans:revise": RowLevel,
        ReturnPlan = "production-plans:return": RowLevel,
        ApprovePlan = "production-plans:approve": RowLevel,
        CreatePlanResult = "plan-results:create": RowLevel,
        UpdatePlanResult = "plan-results:update": RowLevel,
        DeletePlanResult = "plan-results:delete": RowLevel,
    }
    Trainings / trainings {
        ReadTrainings = "training-events:read": RowLevel,
        CreateTraining = "training-events:create": RowLevel,
        UpdateTraining = "training-events:update": RowLevel,
        DeleteTraining = "training-events:delete": RowLevel,
        HoldTraining = "training-events:hold": RowLevel,
        CloseTraining = "training-events:close": RowLevel,
        CancelTraining = "training-events:cancel": RowLevel,
        ReadAttendances = "attendances:read": RowLevel,
        CreateAttendances = "attendances:create": RowLevel,
        DeleteAttendances = "attendances:delete": RowLevel,
        CreateGuest = "training-guests:create": RowLevel,
        UpdateGuest = "training-guests:update": RowLevel,
        DeleteGuest = "training-guests:delete": RowLevel,
        MatchGuest = "training-guests:match": RowLevel,
        UnmatchGuest = "training-guests:unmatch": RowLevel,
        CreateInvitations = "invitations:create": RowLevel,
        DeleteInvitations = "invitations:delete": RowLevel,
    }
    Cadres / cadres {
        ReadCadrePosts = "cadre-posts:read": RowLevel,
        CreateCadrePost = "cadre-posts:create": RowLevel,
        UpdateCadrePost = "cadre-posts:update": RowLevel,
        EndCadrePost = "cadre-posts:end": RowLevel,
        DeleteCadrePost = "cadre-posts:delete": RowLevel,
    }
    Ocop / ocop {
        ReadOcopProducts = "ocop-products:read": RowLevel,
        CreateOcopProduct = "ocop-products:create": RowLevel,
        UpdateOcopProduct = "ocop-products:update": RowLevel,
        DeleteOcopProduct = "ocop-products:delete": RowLevel,
        CertifyOcopProduct = "ocop-certificates:create": RowLevel,
        RevokeOcopCertificate = "ocop-certificates:revoke": RowLevel,
        DeleteOcopCertificate = "ocop-certificates:delete": RowLevel,
    }
    ReportingPeriods / reporting_periods {
        ReadReportingPeriods = "reporting-periods:read": RowLevel,
        CreateReportingPeriod = "reporting-periods:create": RowLevel,
        DeleteReportingPeriod = "reporting-periods:delete": RowLevel,
        SubmitReportingPeriod = "reporting-periods:submit": RowLevel,
        ReturnReportingPeriod = "reporting-periods:return": RowLevel,
        ApproveReportingPeriod = "reporting-periods:approve": RowLevel,
        LockReportingPeriod = "reporting-periods:lock": RowLevel,
        ReopenReportingPeriod = "reporting-periods:reopen": RowLevel,
        ReadLateFacts = "late-facts:read": RowLevel,
    }
    Reports / reports {
        ReadReports = "reports:read": TotalsOnly,
        ReadSensitiveReports = "reports-sensitive:read": TotalsOnly,
    }
    Indicators / indicators {
        ReadIndicators = "indicators:read": RowLevel,
        ReadIndicatorRecords = "indicator-records:read": RowLevel,
        ReadIndicatorTargets = "indicator-targets:read": RowLevel,
        CreateIndicatorTarget = "indicator-targets:create": RowLevel,
        UpdateIndicatorTarget = "indicator-targets:update": RowLevel,
        DeleteIndicatorTarget = "indicator-targets:delete": RowLevel,
        ReadSurveyResults = "survey-results:read": RowLevel,
        CreateSurveyResult = "survey-results:create": RowLevel,
        UpdateSurveyResult = "survey-results:update": RowLevel,
        DeleteSurveyResult = "survey-results:delete": RowLevel,
    }
    Publications / publications {
        ReadPublications = "publications:read": RowLevel,
        ReadPublicationDrafts = "publications:read-drafts": RowLevel,
        ReadPublicationValues = "publications:read-values": RowLevel,
        CreatePublication = "publications:create": RowLevel,
        DeletePublication = "publications:delete": RowLevel,
        PublishPublication = "publications:publish": RowLevel,
    }
    Journal / journal {
        ReadAuditEvents = "audit-events:read": RowLevel,
    }
}
