//! Publications: what one costs as the register grows, and how fast published figures are fetched.

use std::time::Instant;

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::Outcome;
use crate::bare;
use crate::capture::Capture;
use crate::client::{Client, act_on, create, get, load, with};
use crate::data::{self, Data, directory, open};
use crate::options::Options;
use crate::rounds::{alternate, median};
use crate::seed::people::{self, KEY};
use crate::seed::{Dialect, Size, register};
use crate::service::{Running, Who};
use crate::table::Row;

/// Quarters of 2021 that are published, each once.
const QUARTERS: [u8; 3] = [1, 2, 3];
/// Members of the smaller registers; the whole province is the largest.
const SIZES: [usize; 2] = [10_000, 100_000];
const GROWTH: f64 = 10.0;
const LEAST_OF_LIVE: f64 = 0.7;
const LEAST_OF_BARE: f64 = 0.8;
const LATEST: &str = "/v1/latest-publication";

/// Growth first; the largest register is then the one that is fetched from.
pub async fn measure(options: &Options) -> Outcome<Vec<Row>> {
    let mut taken = Vec::new();
    for size in SIZES {
        let data = data::written("figures", register(Dialect::Postgres, Size(size))).await?;
        taken.push((size, median(publish_all(&data).await?)));
    }
    let data = data::copied("figures").await?;
    taken.push((1_000_000, median(publish_all(&data).await?)));
    let mut rows: Vec<Row> = taken.iter().zip(taken.iter().skip(1)).map(growth).collect();
    rows.extend(fetch(&data, options).await?);
    Ok(rows)
}

fn growth(((few, short), (many, long)): (&(usize, f64), &(usize, f64))) -> Row {
    Row {
        measurement: format!("publications: one of {many} members, of {few}"),
        ours: format!("{long:.2} s"),
        baseline: format!("{short:.2} s"),
        ratio: Some(long / short),
        target: "<= 10.00",
        is_met: long / short <= GROWTH,
    }
}

/// Publishes each quarter; the seconds that each took.
async fn publish_all(data: &Data) -> Outcome<Vec<f64>> {
    println!("publishing …");
    let service = Running::start(&data.url, 2)?;
    let mut client = Client::connect(service.port()).await?;
    let (officer, approver) = (service.token(Who::Province), service.token(Who::Approver));
    let provinces = read(&mut client, &get("/v1/areas?level=province", officer)).await?;
    let province = provinces["data"][0]["id"].clone();
    let mut taken = Vec::new();
    for quarter in QUARTERS {
        let period = json!({ "area_id": province, "year": 2021, "quarter": quarter });
        let period =
            read(&mut client, &create("/v1/reporting-periods", officer, &period.to_string())).await?;
        let period = period["id"].as_str().unwrap_or_default();
        let path = format!("/v1/reporting-periods/{period}");
        client.expect_ok(&act_on(1, &format!("{path}/submit"), officer, "{}")).await?;
        client.expect_ok(&act_on(2, &format!("{path}/approve"), approver, "{}")).await?;
        let draft = json!({
            "period_id": period, "title_vi": format!("Số liệu quý {quarter}"), "title_en": format!("Quarter {quarter}"),
            "tables": [
                { "indicator": "G1", "by": ["commune"] }, { "indicator": "G2", "by": ["commune", "sex"] },
                { "indicator": "G3", "by": ["commune"] }, { "indicator": "G8", "by": ["commune", "sex"] },
                { "indicator": "1", "by": ["commune", "sex"] }, { "indicator": "2.2.3", "by": ["commune"] },
            ],
        });
        let draft = read(&mut client, &create("/v1/publications", officer, &draft.to_string())).await?;
        let path = format!("/v1/publications/{}/publish", draft["id"].as_str().unwrap_or_default());
        let started = Instant::now();
        client.expect_ok(&act_on(1, &path, approver, "{}")).await?;
        taken.push(started.elapsed().as_secs_f64());
    }
    Ok(taken)
}

async fn read(client: &mut Client, request: &[u8]) -> Outcome<Value> {
    Ok(serde_json::from_slice(client.expect_ok(request).await?)?)
}

/// The latest publication without a key next to the probe of life, and one with a key next to a bare handler that looks at the
/// key and asks whose it is.
async fn fetch(data: &Data, options: &Options) -> Outcome<Vec<Row>> {
    let connection = open(&data.url).await?;
    for (_, sql) in people::donor(data.dialect)? {
        connection.execute_unprepared(&sql).await?;
    }
    connection.close().await?;
    data.analyse().await?;
    let (connections, turn) = (options.connections, options.turn);
    let service = Running::start(&data.url, connections)?;
    let mut client = Client::connect(service.port()).await?;
    let keyed =
        |path: &str| with(&with(&get(path, ""), &format!("X-API-Key: {KEY}")), "Accept-Encoding: gzip");
    let all = read(&mut client, &with(&get("/v1/publications", ""), &format!("X-API-Key: {KEY}"))).await?;
    let url = all["data"][0]["document_url"].as_str().ok_or("nothing is published")?.to_owned();
    let keyed = keyed(&url);
    let gzip = client.expect_ok(&keyed).await?.to_vec();
    let mut rows = Vec::new();
    let live = get("/livez", "");
    let open = with(&get(LATEST, ""), "Accept-Encoding: gzip");
    let ask = |port, request| load(port, request, connections, turn);
    let port = service.port();
    ask(port, &open).await?;
    ask(port, &live).await?;
    let (ours, theirs) = alternate(options.rounds, || ask(port, &open), || ask(port, &live)).await?;
    let what = format!("publications: {} KB of gzip without a key, /livez", gzip.len().div_ceil(1000));
    rows.push(row(what, (ours, theirs), ">= 0.70", LEAST_OF_LIVE));
    let statements = Capture::start(data).await?.of_read(&keyed).await?;
    let bare = bare::start_with(&data.url, connections, &directory(), &statements, Some(&gzip))?;
    ask(bare.port, &keyed).await?;
    let (ours, theirs) = alternate(options.rounds, || ask(port, &keyed), || ask(bare.port, &keyed)).await?;
    rows.push(row(
        "publications: the same with a key, a bare handler".to_owned(),
        (ours, theirs),
        ">= 0.80",
        LEAST_OF_BARE,
    ));
    Ok(rows)
}

fn row(measurement: String, (ours, theirs): (f64, f64), target: &'static str, least: f64) -> Row {
    Row {
        measurement,
        ours: format!("{ours:.0}/s"),
        baseline: format!("{theirs:.0}/s"),
        ratio: Some(ours / theirs),
        target,
        is_met: ours / theirs >= least,
    }
}
