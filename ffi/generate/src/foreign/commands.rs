//! The pleasant names of what an app can ask of extensions: `client.roster.subscribe(jid)`.

use super::Language;
use crate::model::Model;

/// The whole file.
pub fn commands<L: Language>(model: &Model, language: &L) -> String {
    let extensions = &model.known("Command").variants;
    let classes = extensions.iter().map(|extension| {
        let owner = model.known(&extension.fields[0].ty);
        let each = owner.variants.iter();
        let each = each.map(|variant| language.command(extension, &owner.name, variant));
        language.extension(extension, &owner.docs, &each.collect::<Vec<_>>())
    });
    let classes: String = classes.collect();
    L::COMMANDS_HEAD.to_owned() + &classes + &language.extensions(extensions)
}
