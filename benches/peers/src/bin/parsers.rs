//! Measures all readers with all corpora in one run:
//! `parsers [--json FILE] [--rounds N] [--octets N] [CORPUS...]`.

use xmpp_benches::corpus;
use xmpp_peers::heap::Counting;
use xmpp_peers::measure::{self, Plan};
use xmpp_peers::report;

#[global_allocator]
static COUNTING: Counting = Counting;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut plan = Plan { octets: corpus::OCTETS, rounds: 9 };
    let (mut file, mut names) = (None, Vec::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} what?"));
        match arg.as_str() {
            "--json" => file = Some(value()?),
            "--rounds" => plan.rounds = value()?.parse::<usize>()?.max(1),
            "--octets" => plan.octets = value()?.parse()?,
            _ => names.push(arg),
        }
    }
    if names.is_empty() {
        names = corpus::NAMES.map(str::to_owned).to_vec();
    }
    println!("{}", report::head(&plan));
    let mut tables = Vec::new();
    for name in &names {
        let rows = measure::corpus(name, &plan)?;
        print!("{}", report::table(name, &rows));
        tables.push((name.as_str(), rows));
    }
    if let Some(file) = file {
        std::fs::write(file, report::json(&plan, &tables))?;
    }
    Ok(())
}
