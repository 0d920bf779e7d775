//! The manual is written for Rust. For other languages its links become plain names, and the paths of
//! names have dots.

/// A module in which a link to `Limits::x` has become the plain name `Limits.x`.
pub(crate) fn foreign(module: &str) -> String {
    without_links(module).split_inclusive('\n').map(with_dots).collect()
}

fn without_links(module: &str) -> String {
    let mut plain = String::with_capacity(module.len());
    let mut rest = module;
    while let Some((before, link)) = rest.split_once("[`") {
        plain.push_str(before);
        rest = match link.split_once("`]") {
            Some((name, behind)) if !name.contains(['`', '\n']) => {
                plain.extend(["`", name, "`"]);
                without_target(behind)
            }
            _ => {
                plain.push_str("[`");
                link
            }
        };
    }
    plain.push_str(rest);
    plain
}

fn without_target(behind: &str) -> &str {
    let target = behind.strip_prefix('(').and_then(|target| target.split_once(')'));
    target.map_or(behind, |(_, rest)| rest)
}

/// A line in which what stands between backticks has no path of Rust's.
fn with_dots(line: &str) -> String {
    let pieces: Vec<String> = line
        .split('`')
        .enumerate()
        .map(|(place, piece)| match place % 2 {
            1 if !piece.contains(' ') => piece.replace("::", "."),
            _ => piece.to_owned(),
        })
        .collect();
    pieces.join("`")
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn links_become_names_and_code_stays() {
        for (rust, plain) in [
            ("as with [`Trust::Ask`].", "as with `Trust.Ask`."),
            ("a [`Shared`](crate::transport::Shared) or `a::b`", "a `Shared` or `a.b`"),
            ("/** [`A`](b::A) and\n * [`B`] */", "/** `A` and\n * `B` */"),
            ("open [`x", "open [`x"),
            ("Type::class, `a :: b`", "Type::class, `a :: b`"),
        ] {
            assert_eq!(foreign(rust), plain);
        }
    }
}
