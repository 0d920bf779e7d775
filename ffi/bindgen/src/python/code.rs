//! Lines of Python with their depth.

/// A text that grows.
#[derive(Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
    names: usize,
}

impl Code {
    /// Text as it stands.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n("    ", self.depth));
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A head that ends in a colon, and what is below it.
    pub(crate) fn block(&mut self, head: &str, body: impl FnOnce(&mut Code)) {
        self.line(head);
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    /// The same, set apart from what was before.
    pub(crate) fn definition(&mut self, head: &str, body: impl FnOnce(&mut Code)) {
        self.line("");
        self.block(head, body);
    }

    /// A docstring, if there is one.
    pub(crate) fn doc(&mut self, doc: &str) {
        if doc.trim().is_empty() {
            return;
        }
        let text = doc.trim().replace('\\', "\\\\").replace("\"\"\"", "'''");
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        match lines.clone().next() {
            None => self.line(&format!("\"\"\"{first}\"\"\"")),
            Some(_) => {
                self.line(&format!("\"\"\"{first}"));
                lines.for_each(|line| self.line(line.trim_end()));
                self.line("\"\"\"");
            }
        }
    }

    /// A name that no other line uses.
    pub(crate) fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    /// Names from the first again.
    pub(crate) fn forget_names(&mut self) {
        self.names = 0;
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
