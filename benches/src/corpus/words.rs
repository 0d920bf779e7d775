//! Sentences as people write them: four scripts, some signs that XML must escape, some faces.

use super::rng::Rng;

const LATIN: &[&str] = &[
    "the",
    "a",
    "is",
    "that",
    "we",
    "meet",
    "tomorrow",
    "at",
    "station",
    "server",
    "update",
    "please",
    "look",
    "into",
    "it",
    "don&apos;t",
    "know",
    "why",
    "build",
    "fails",
    "&amp;",
    "x &lt; y",
    "thanks",
    "see",
    "you",
    "later",
    "coffee?",
    "\"yes\"",
    "no",
    "maybe",
    "https://example.org/a?b=1&amp;c=2",
];
const CYRILLIC: &[&str] = &[
    "привет",
    "как",
    "дела",
    "завтра",
    "встретимся",
    "на",
    "вокзале",
    "хорошо",
    "спасибо",
    "не",
    "знаю",
    "почему",
    "сервер",
    "&amp;",
    "обновление",
];
const HAN: &[&str] = &[
    "你好",
    "明天",
    "我们",
    "在",
    "车站",
    "见面",
    "谢谢",
    "服务器",
    "更新",
    "不知道",
    "为什么",
    "，",
    "。",
];
const ARABIC: &[&str] =
    &["مرحبا", "كيف", "حالك", "غدا", "نلتقي", "في", "المحطة", "شكرا", "لا", "أعرف", "لماذا"];
const FACES: &[&str] = &["😀", "👍", "🎉", "❤️", "🤔"];

/// A sentence, escaped, of usual length for a chat.
pub fn sentence(rng: &mut Rng, out: &mut String) {
    let (words, space) = match rng.below(10) {
        0 | 1 => (CYRILLIC, " "),
        2 => (HAN, ""),
        3 => (ARABIC, " "),
        _ => (LATIN, " "),
    };
    for word in 0..2 + rng.below(32) {
        if word > 0 {
            out.push_str(space);
        }
        out.push_str(rng.pick(words));
    }
    if rng.below(5) == 0 {
        out.push(' ');
        out.push_str(rng.pick(FACES));
    }
}
