
    /** What a call was refused for: the engine's own failure. */
    fun refusal(refused: CallException): String = when (refused) {
        is CallException.Input -> inputError(refused.error)
        is CallException.Address -> jidError(refused.error)
        is CallException.Xml -> xmlError(refused.error)
        is CallException.Text -> buildError(refused.error)
        is CallException.Stanza -> stanzaFault(refused.error)
        is CallException.Send -> sendError(refused.error)
        is CallException.Answer -> answerError(refused.error)
        is CallException.Command -> commandError(refused.error)
        is CallException.Roots -> sharedError(refused.error)
        is CallException.Pem,
        is CallException.NoElement,
        is CallException.NoRecipient,
        is CallException.BadSeed,
        -> "?"
    }

    private companion object {
        val ESCAPES =
            mapOf('"' to "\\\"", '\\' to "\\\\", '\n' to "\\n", '\r' to "\\r", '\t' to "\\t")
    }
}
