//! The indicators, one line each.

use super::{
    kinds::{counted, surveyed},
    messages::IndicatorLevel::{Outcome, Outreach},
    queries::{
        Base::{Cadres, Communes, Groups, Households, Members, Memberships, Payments, Persons},
        Definition,
        Measure::{self, All},
    },
};
use crate::indicators::messages::{CountedThing, Names};

const GROUPS: Names = ("Số nhóm được thành lập, duy trì", "Groups established or maintained");
const MEMBERS: Names = ("Số thành viên", "Members");
const MEMBER_PERSONS: Names = ("Số người là thành viên", "Persons who are members");
const THT: Names = ("Tổ hợp tác", "Cooperative groups");
const ACTIVE_THT: Names = ("Tổ hợp tác đang hoạt động", "Active cooperative groups");
const PLANNED: Names = (
    "Tổ hợp tác có kế hoạch năm thích ứng với biến đổi khí hậu được duyệt",
    "Cooperative groups with an approved climate-adapted plan of the year",
);
const CADRES: Names = ("Cán bộ Hội cấp xã và chi hội", "Cadres of communes and branches");
const COMMUNE_CADRES: Names = ("Cán bộ Hội cấp xã", "Cadres of communes");
const BRANCH_CADRES: Names = ("Cán bộ chi hội", "Cadres of branches");
const PROJECT_COMMUNES: Names = ("Xã dự án", "Project communes");

pub(super) const ALL: &[Definition] = &[
    counted("G1", GROUPS, Groups, All),
    counted("G2", MEMBERS, Memberships, All),
    counted("G2_persons", MEMBER_PERSONS, Members, All),
    counted(
        "G3",
        ("Thành viên thuộc hộ nghèo, cận nghèo", "Members of poor and near-poor households"),
        Memberships,
        Measure::Poor,
    )
    .of(Measure::Known, MEMBERS),
    counted("G4", ("Số nhóm được tài trợ", "Groups funded"), Groups, Measure::Funded).of(All, GROUPS),
    counted(
        "G5",
        ("Số tiền đã giải ngân, trừ hoàn trả", "Money paid to groups, less what came back"),
        Payments,
        Measure::Paid,
    ),
    counted(
        "G6",
        ("Số nhóm phát triển thành hợp tác xã", "Groups upgraded to cooperatives"),
        Groups,
        Measure::Upgraded,
    )
    .at(Outcome),
    counted(
        "G7",
        ("Xã dự án có sản phẩm OCOP còn hiệu lực", "Project communes with a valid OCOP product"),
        Communes,
        Measure::Certified,
    )
    .of(All, PROJECT_COMMUNES)
    .at(Outcome),
    counted(
        "G8",
        ("Thành viên đã hoàn thành tập huấn", "Members who have completed a training"),
        Members,
        Measure::Trained,
    )
    .of(All, MEMBER_PERSONS),
    counted(
        "G8b",
        ("Cán bộ Hội đã hoàn thành tập huấn", "Cadres who have completed a training"),
        Cadres,
        Measure::Trained,
    )
    .of(All, CADRES),
    counted(
        "G8b_commune",
        ("Cán bộ Hội cấp xã đã hoàn thành tập huấn", "Cadres of communes who have completed a training"),
        Cadres,
        Measure::CommuneCadreTrained,
    )
    .of(Measure::CommuneCadre, COMMUNE_CADRES),
    counted(
        "G8b_branch",
        ("Cán bộ chi hội đã hoàn thành tập huấn", "Cadres of branches who have completed a training"),
        Cadres,
        Measure::BranchCadreTrained,
    )
    .of(Measure::BranchCadre, BRANCH_CADRES),
    counted("G9", PLANNED, Groups, Measure::Planned).of(Measure::ActiveTht, ACTIVE_THT),
    counted(
        "G10",
        ("Tổ hợp tác có hợp đồng tiêu thụ trong năm", "Cooperative groups with a sales contract in the year"),
        Groups,
        Measure::ThtContracted,
    )
    .of(Measure::Tht, THT)
    .at(Outcome),
    counted(
        "G10_of_planned",
        (
            "Tổ hợp tác vừa có kế hoạch năm được duyệt vừa có hợp đồng tiêu thụ",
            "Cooperative groups with such a plan and a sales contract in the year",
        ),
        Groups,
        Measure::PlannedContracted,
    )
    .of(Measure::Planned, PLANNED)
    .at(Outcome),
    counted(
        "1",
        (
            "Số người nhận dịch vụ do dự án thúc đẩy hoặc hỗ trợ",
            "Persons receiving services promoted or supported by the project",
        ),
        Persons,
        Measure::Served,
    )
    .at(Outreach)
    .of_period(),
    counted(
        "1.a",
        ("Số hộ tương ứng được tiếp cận", "Corresponding number of households reached"),
        Households,
        Measure::Served,
    )
    .at(Outreach)
    .of_period(),
    counted(
        "1.b",
        (
            "Ước tính tổng số nhân khẩu tương ứng của các hộ",
            "Estimated corresponding total number of household members",
        ),
        Households,
        Measure::ServedSize,
    )
    .at(Outreach)
    .counting(CountedThing::Persons)
    .of_period(),
    counted(
        "1.1.4",
        (
            "Số người được tập huấn về kỹ thuật, công nghệ sản xuất",
            "Persons trained in production practices and/or technologies",
        ),
        Persons,
        Measure::Production,
    )
    .of_period(),
    counted(
        "1.1.4_crop",
        ("Số người được tập huấn về trồng trọt", "Persons trained in crop production"),
        Persons,
        Measure::ProductionCrop,
    )
    .of_period(),
    counted(
        "1.1.4_livestock",
        ("Số người được tập huấn về chăn nuôi", "Persons trained in livestock production"),
        Persons,
        Measure::ProductionLivestock,
    )
    .of_period(),
    counted(
        "2.1.2",
        (
            "Số người được tập huấn về tạo thu nhập, quản lý kinh doanh",
            "Persons trained in income-generating activities or business management",
        ),
        Persons,
        Measure::Business,
    )
    .of_period(),
    counted(
        "2.1.3",
        ("Số tổ chức của người sản xuất được hỗ trợ", "Rural producers' organizations supported"),
        Groups,
        Measure::Supported,
    )
    .of_period(),
    counted(
        "2.1.3_members",
        ("Thành viên của các tổ chức được hỗ trợ", "Members of supported rural producers' organizations"),
        Memberships,
        Measure::Supported,
    )
    .of_period(),
    counted(
        "2.1.3_leaders",
        (
            "Thành viên giữ chức vụ trong các tổ chức được hỗ trợ",
            "Members in leadership of supported rural producers' organizations",
        ),
        Memberships,
        Measure::SupportedOffice,
    )
    .of_period(),
    counted(
        "2.2.3",
        (
            "Số tổ chức của người sản xuất có hợp đồng, liên kết chính thức",
            "Rural producers' organizations engaged in formal partnerships, agreements or contracts",
        ),
        Groups,
        Measure::Linked,
    )
    .at(Outcome)
    .of_period(),
    counted(
        "2.2.3_members",
        (
            "Thành viên của các tổ chức có hợp đồng, liên kết chính thức",
            "Members of rural producers' organizations with formal contracts",
        ),
        Memberships,
        Measure::Linked,
    )
    .at(Outcome)
    .of_period(),
    counted(
        "3.1.1",
        (
            "Số nhóm được hỗ trợ quản lý bền vững tài nguyên và rủi ro khí hậu",
            "Groups supported to sustainably manage natural resources and climate-related risks",
        ),
        Groups,
        Measure::Funded,
    ),
    counted(
        "3.1.1_members",
        (
            "Thành viên của các nhóm được hỗ trợ quản lý bền vững tài nguyên và rủi ro khí hậu",
            "Members of groups supported to manage natural resources and climate-related risks",
        ),
        Memberships,
        Measure::Funded,
    ),
    surveyed(
        "1.2.2",
        (
            "Số hộ áp dụng đầu vào, công nghệ hoặc tập quán mới, cải tiến",
            "Households reporting adoption of new or improved inputs, technologies or practices",
        ),
        CountedThing::Households,
    ),
    surveyed(
        "1.2.4",
        ("Số hộ tăng sản lượng", "Households reporting an increase in production"),
        CountedThing::Households,
    ),
    surveyed(
        "2.2.1",
        ("Số người có việc làm mới", "Persons with new jobs or employment opportunities"),
        CountedThing::Persons,
    ),
    surveyed(
        "2.2.6",
        (
            "Số hộ được cải thiện tiếp cận thị trường, chế biến, bảo quản",
            "Households reporting improved physical access to markets, processing and storage facilities",
        ),
        CountedThing::Households,
    ),
    surveyed(
        "3.2.2",
        (
            "Số hộ áp dụng công nghệ, tập quán bền vững và thích ứng với khí hậu",
            "Households reporting adoption of environmentally sustainable and climate-resilient technologies and practices",
        ),
        CountedThing::Households,
    ),
];
