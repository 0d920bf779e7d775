//! Names of declarations in C.

/// `SmFault` becomes `sm_fault`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `SmFault` becomes `SM_FAULT`.
pub fn screaming(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// `SmFault` becomes `xmpp_sm_fault`.
pub fn c_type(name: &str) -> String {
    format!("xmpp_{}", snake(name))
}

/// The constant of a variant: `XMPP_SM_FAULT_MALFORMED`. Outputs are called `XMPP_OUT_..`.
pub fn constant(owner: &str, variant: &str) -> String {
    let owner = if owner == "Output" { "OUT".to_owned() } else { screaming(owner) };
    format!("XMPP_{owner}_{}", screaming(variant))
}

/// The error code of a failure's variant: `XMPP_ERR_SEND_FULL` of `SendError::Full`.
pub fn error_code(failure: &str, variant: &str) -> String {
    let short = failure.strip_suffix("Error").or(failure.strip_suffix("Fault")).unwrap_or(failure);
    let (short, variant) = (screaming(short), screaming(variant));
    let variant = variant.strip_prefix(&format!("{short}_")).unwrap_or(&variant);
    format!("XMPP_ERR_{short}_{variant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_habits_of_c() {
        assert_eq!(c_type("SmFault"), "xmpp_sm_fault");
        assert_eq!(constant("TlsVersion", "Tls12"), "XMPP_TLS_VERSION_TLS12");
        assert_eq!(constant("Output", "Wait"), "XMPP_OUT_WAIT");
        assert_eq!(error_code("SendError", "TooLarge"), "XMPP_ERR_SEND_TOO_LARGE");
        assert_eq!(error_code("StanzaFault", "BadType"), "XMPP_ERR_STANZA_BAD_TYPE");
    }
}
