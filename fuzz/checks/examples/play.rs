//! Plays inputs to a target and shows what the engine says: `play TARGET FILE..`.

fn main() {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().expect("the name of a target");
    let target = xmpp_fuzz_checks::TARGETS.iter().find(|(target, _)| *target == name);
    let (_, check) = target.expect("one of the targets");
    for file in arguments {
        println!("{name} {file}");
        check(&std::fs::read(file).expect("readable"));
    }
}
