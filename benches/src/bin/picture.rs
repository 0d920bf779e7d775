//! Draws the records of the XML parsers as a picture for the README:
//! `picture parsers.json instructions.json > parsers.svg`.
//!
//! The records are ours and have one row a line, so no parser of JSON is needed. The picture has
//! a ground of its own and follows the reader's choice of light or dark.

use std::fmt::Write;

const WIDTH: f64 = 760.0;
/// Where bars begin, and how long the longest is.
const LEFT: f64 = 210.0;
const LONGEST: f64 = WIDTH - LEFT - 80.0;
const ROW: f64 = 24.0;
const BAR: f64 = 15.0;
const HEAD: f64 = 56.0;

const STYLE: &str = "
text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px } .note { fill: #59636e; font-size: 12px }
.ground { fill: #ffffff; stroke: #d1d9e0 } .ours { fill: #0969da } .peer { fill: #8c959f }
.part { fill: #8c959f; opacity: .45 } text.own { font-weight: 600 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .note { fill: #9198a1 } .ground { fill: #0d1117; stroke: #3d444d }
  .ours { fill: #4493f8 } .peer { fill: #7d8590 } .part { fill: #7d8590 }
}
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("picture parsers.json instructions.json");
    let (times, instructions) =
        (std::fs::read_to_string(next()?)?, std::fs::read_to_string(next()?)?);
    print!("{}", picture(&times, &instructions));
    Ok(())
}

/// One reader in one panel.
struct Bar<'a> {
    title: &'a str,
    class: &'static str,
    value: f64,
}

fn picture(times: &str, instructions: &str) -> String {
    let mut fast = speeds(times);
    let mut short = costs(instructions, times);
    fast.sort_by(|a, b| b.value.total_cmp(&a.value));
    short.sort_by(|a, b| a.value.total_cmp(&b.value));
    let second = HEAD + ROW * fast.len() as f64 + 24.0;
    let height = second + HEAD + ROW * short.len() as f64 + 36.0;
    let cpu = times.lines().find_map(|line| field(line, "cpu")).unwrap_or_default();
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' \
         aria-label='XML parsers: megabytes per second and instructions per octet'>\
         <style>{STYLE}</style>\
         <rect class='ground' x='.5' y='.5' width='{}' height='{}' rx='8'/>\n",
        WIDTH - 1.0,
        height - 1.0
    );
    panel(
        &mut svg,
        0.0,
        ["Megabytes per second of CPU time", "a chat stream; longer is better"],
        &fast,
    );
    panel(&mut svg, second, ["Instructions per octet", "the same; shorter is better"], &short);
    let _ = writeln!(
        svg,
        "<text class='note' x='20' y='{}'>{}; pale: without namespaces, or without attributes too</text>\n</svg>",
        height - 16.0,
        escaped(cpu)
    );
    svg
}

fn panel(svg: &mut String, top: f64, [title, note]: [&str; 2], bars: &[Bar<'_>]) {
    let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
    let _ = writeln!(
        svg,
        "<text x='20' y='{}'><tspan class='title'>{title}</tspan> <tspan class='note' dx='6'>{note}</tspan></text>",
        top + 34.0
    );
    for (row, bar) in bars.iter().enumerate() {
        let y = top + HEAD + ROW * row as f64;
        let (length, base) = (LONGEST * bar.value / most, y + BAR - 3.0);
        let own = if bar.class == "ours" { " class='own'" } else { "" };
        let _ = writeln!(
            svg,
            "<text{own} x='{}' y='{base}' text-anchor='end'>{}</text>\
             <rect class='{}' x='{LEFT}' y='{y}' width='{length:.1}' height='{BAR}' rx='2'/>\
             <text{own} x='{:.1}' y='{base}'>{:.0}</text>",
            LEFT - 10.0,
            escaped(bar.title),
            bar.class,
            LEFT + length + 8.0,
            bar.value
        );
    }
}

/// The chat rows of `parsers --json`, each reader in its usual pieces.
fn speeds(times: &str) -> Vec<Bar<'_>> {
    let mut bars: Vec<Bar<'_>> = Vec::new();
    for (row, usual) in chat_rows(times).map(|row| (row, field(row, "piece") == Some("16384"))) {
        let Some(bar) = bar(row, row, "mb_s") else { continue };
        match bars.iter_mut().find(|known| known.title == bar.title) {
            Some(known) if usual => *known = bar,
            Some(_) => {}
            None => bars.push(bar),
        }
    }
    bars
}

/// The chat rows of `instructions.sh --json`; what the readers are called stands in the other.
fn costs<'a>(instructions: &'a str, times: &'a str) -> Vec<Bar<'a>> {
    let named = |row| chat_rows(times).find(|named| field(named, "reader") == field(row, "reader"));
    chat_rows(instructions)
        .filter_map(|row| bar(named(row)?, row, "instructions_per_octet"))
        .collect()
}

fn bar<'a>(named: &'a str, row: &str, value: &str) -> Option<Bar<'a>> {
    let title = field(named, "title")?;
    let class = match field(named, "namespaces")? {
        _ if title.starts_with("ours") => "ours",
        "true" => "peer",
        _ => "part",
    };
    Some(Bar { title, class, value: field(row, value)?.parse().ok()? })
}

fn chat_rows(record: &str) -> impl Iterator<Item = &str> {
    record.lines().filter(|line| field(line, "corpus") == Some("chat"))
}

/// The value of a field in a row.
fn field<'a>(row: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = row.split_once(&format!("\"{name}\": "))?;
    match value.strip_prefix('"') {
        Some(string) => string.split('"').next(),
        None => value.split([',', '}']).next(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_has_its_usual_pieces_and_the_fastest_is_first() {
        let row = |title: &str, piece: u32, speed: f64| {
            format!(
                "{{\"corpus\": \"chat\", \"reader\": \"{title}\", \"title\": \"{title}\", \
                 \"piece\": {piece}, \"namespaces\": true, \"mb_s\": {speed}}}"
            )
        };
        let times = [row("ours", 0, 900.0), row("ours", 16_384, 100.0), row("a -> b", 0, 200.0)];
        let ours = "{\"corpus\": \"chat\", \"reader\": \"ours\", \"instructions_per_octet\": 19.4}";
        let svg = picture(&times.join(",\n"), ours);
        let texts: Vec<&str> = svg
            .split("'>")
            .filter_map(|text| text.split_once("</text>"))
            .map(|(text, _)| text)
            .collect();
        assert_eq!(&texts[1..5], ["a -&gt; b", "200", "ours", "100"]);
        assert!(texts.contains(&"19") && !texts.contains(&"900"));
    }
}
