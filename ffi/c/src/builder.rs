//! Elements, made.

use crate::element::{given, xmpp_element};
use crate::error::{Refusal, xmpp_error_info};
use crate::guard::{Out, attempt, give};
use crate::handle::{Handle, Held};
use crate::text::xmpp_str;
use ::xmpp_engine::xml::{BuildError, Element, ElementBuilder};

/// What is being built, and what was.
pub struct Building {
    builder: ElementBuilder,
    built: Option<Element>,
    /// The first step that was refused: what it would have added is missing.
    refused: Option<Refusal>,
}

impl Held for Building {
    const NAME: &'static str = "xmpp_builder";
    const MARK: u64 = 0x786d_7070_6275_696c;
}

pub type xmpp_builder = Handle<Building>;

/// A builder that begins an element of this name and namespace, which may be absent for none. Free
/// it with xmpp_builder_free. NULL for a text that is not UTF-8 (`error` says so). What is wrong with
/// a later step is told by it and by xmpp_builder_build as well.
///
///     xmpp_builder *builder = xmpp_builder_new(xmpp_text("message"), xmpp_text("jabber:client"), NULL);
///     xmpp_builder_attr(builder, xmpp_text("to"), xmpp_text("juliet@example.org"));
///     xmpp_builder_open(builder, xmpp_text("body"), xmpp_text("jabber:client"));
///     xmpp_builder_text(builder, xmpp_text("Hi!"));
///     xmpp_builder_close(builder);
///     if (xmpp_builder_build(builder, &message, &error) == XMPP_OK)
///         xmpp_engine_send(engine, &message, &token);
///     xmpp_builder_free(builder);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_builder_new(
    name: xmpp_str,
    namespace: xmpp_str,
    error: *mut xmpp_error_info,
) -> *mut xmpp_builder {
    let made = attempt(|| {
        let (name, namespace) = (name.get("a name")?, namespace.get_opt()?.unwrap_or_default());
        let building =
            Building { builder: Element::builder(name, namespace), built: None, refused: None };
        Ok(Handle::give(building))
    });
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// Frees a builder and what it has built; cursors on that are not good any more. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_builder_free(builder: *mut xmpp_builder) {
    // SAFETY: it came from `xmpp_builder_new`.
    let _ = unsafe { Handle::free(builder) };
}

/// One step. The first mistake is kept and told by `build`, so that nothing goes out with a part
/// missing.
fn step(
    builder: Option<&mut xmpp_builder>,
    work: impl FnOnce(&mut ElementBuilder) -> Result<(), Refusal>,
) -> i32 {
    Handle::status(builder, |building| {
        building.goes_on()?;
        work(&mut building.builder).inspect_err(|refusal| building.refused = Some(refusal.clone()))
    })
}

impl Building {
    fn goes_on(&self) -> Result<(), Refusal> {
        match (&self.refused, &self.built) {
            (Some(refusal), _) => Err(refusal.clone()),
            (None, Some(_)) => {
                Err(BuildError::Misplaced { what: "what comes after build".to_owned() }.into())
            }
            (None, None) => Ok(()),
        }
    }
}

/// Gives the innermost open element an attribute without namespace. An absent value is nothing.
/// Errors: a text that is not UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_attr(
    builder: Option<&mut xmpp_builder>,
    name: xmpp_str,
    value: xmpp_str,
) -> i32 {
    step(builder, |builder| {
        builder.attr_opt(name.get("a name")?, value.get_opt()?);
        Ok(())
    })
}

/// Gives the innermost open element an attribute in a namespace. Errors: as xmpp_builder_attr.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_attr_ns(
    builder: Option<&mut xmpp_builder>,
    namespace: xmpp_str,
    name: xmpp_str,
    value: xmpp_str,
) -> i32 {
    step(builder, |builder| {
        let namespace = namespace.get_opt()?.unwrap_or_default();
        if let (name, Some(value)) = (name.get("a name")?, value.get_opt()?) {
            builder.attr_ns(namespace, name, value);
        }
        Ok(())
    })
}

/// Adds text to the innermost open element. Errors: a text that is not UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_text(builder: Option<&mut xmpp_builder>, text: xmpp_str) -> i32 {
    step(builder, |builder| {
        builder.text(text.get("a text")?);
        Ok(())
    })
}

/// Begins an element inside the innermost open one; it is then the innermost. Errors: a text that is
/// not UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_open(
    builder: Option<&mut xmpp_builder>,
    name: xmpp_str,
    namespace: xmpp_str,
) -> i32 {
    step(builder, |builder| {
        builder.open(name.get("a name")?, namespace.get_opt()?.unwrap_or_default());
        Ok(())
    })
}

/// Ends the innermost open element. What is open at the end is closed by xmpp_builder_build.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_close(builder: Option<&mut xmpp_builder>) -> i32 {
    step(builder, |builder| {
        builder.close();
        Ok(())
    })
}

/// Adds a copy of an element to the innermost open one.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_builder_append(
    builder: Option<&mut xmpp_builder>,
    element: Option<&xmpp_element>,
) -> i32 {
    step(builder, |builder| {
        builder.append(given(element)?);
        Ok(())
    })
}

/// Ends everything that is open and writes a cursor on the element to `element`: good until the
/// builder is freed. Afterwards the builder takes nothing more. Errors: the first step that was
/// refused, whatever came behind it, so that the others need not be asked; XMPP_ERR_BUILD_.., by
/// what XML cannot carry of what it was given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_builder_build(
    builder: Option<&mut xmpp_builder>,
    element: Out<xmpp_element>,
    error: *mut xmpp_error_info,
) -> i32 {
    let built = Handle::enter(builder, |building| {
        if building.built.is_none() {
            building.goes_on()?;
            let built = building.builder.build().map_err(Refusal::from);
            let kept = |refusal: &Refusal| building.refused = Some(refusal.clone());
            building.built = Some(built.inspect_err(kept)?);
        }
        let root = building.built.as_ref().map(|element| xmpp_element::of(element.root()));
        give(element, root);
        Ok(())
    });
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::status(error, built) }
}
