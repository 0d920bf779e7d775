
  /// What a call was refused for: the engine's own failure.
  func refusal(_ refused: CallError) -> String {
    switch refused {
    case .Input(let error): inputError(error)
    case .Address(let error): jidError(error)
    case .Xml(let error): xmlError(error)
    case .Text(let error): buildError(error)
    case .Stanza(let error): stanzaFault(error)
    case .Send(let error): sendError(error)
    case .Answer(let error): answerError(error)
    case .Command(let error): commandError(error)
    case .Roots(let error): sharedError(error)
    case .Pem, .NoElement, .NoRecipient, .BadSeed: "?"
    }
  }
}
