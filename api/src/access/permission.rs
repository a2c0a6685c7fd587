//! The list of permissions: one enum per domain of the policy, one marker type per permission.

/// Whether a permission reads single rows or only totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Rows can be listed and read.
    RowLevel,
    /// Rows can be counted and summed, never listed.
    TotalsOnly,
}

/// A marker type that names one permission.
pub trait Permit: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

/// Permissions whose holders may list and read rows.
pub trait RowLevel: Permit {}

/// Permissions whose holders may tally rows but never list them.
pub trait TotalsOnly: Permit {}

macro_rules! permissions {
    ($($domain:ident / $module:ident { $($name:ident = $wire:literal: $grain:ident,)* })*) => {
        $(
            #[doc = concat!("Permissions of the domain `", stringify!($module), "`.")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $domain { $(#[doc = $wire] $name,)* }

            #[doc = concat!("Markers of the permissions of `", stringify!($module), "`.")]
            pub mod $module {
                $(
                    #[doc = concat!("`", $wire, "`")]
                    #[derive(Debug)]
                    pub struct $name;
                    impl super::Permit for $name {
                        const PERMISSION: super::Permission = super::Permission::$domain(super::$domain::$name);
                    }
                    impl super::$grain for $name {}
                )*
            }
        )*

        /// What can be allowed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Permission { $(#[doc = concat!("Of the domain `", stringify!($module), "`.")] $domain($domain),)* }

        impl Permission {
            /// Every permission, in the order of this file.
            pub const ALL: &[Self] = &[$($(Self::$domain($domain::$name),)*)*];

            /// The wire form, `<resource>:<action>`.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $($(Self::$domain($domain::$name) => $wire,)*)* }
            }

            /// The permission with a wire form.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($($wire => Some(Self::$domain($domain::$name)),)*)* _ => None }
            }

            /// Rows or only totals.
            #[must_use]
            pub const fn grain(self) -> Grain {
                match self { $($(Self::$domain($domain::$name) => Grain::$grain,)*)* }
            }
        }
    };
}

permissions! {
    Reference / reference {
        ReadAreas = "areas:read": RowLevel,
        UpdateAreas = "areas:update": RowLevel,
        ReadValueChains = "value-chains:read": RowLevel,
        ReadEthnicGroups = "ethnic-groups:read": RowLevel,
        ReadCsaPractices = "csa-practices:read": RowLevel,
        ReadUnits = "units:read": RowLevel,
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
    Reports / reports {
        ReadReports = "reports:read": TotalsOnly,
        ReadSensitiveReports = "reports-sensitive:read": TotalsOnly,
    }
    Journal / journal {
        ReadAuditEvents = "audit-events:read": RowLevel,
    }
}
