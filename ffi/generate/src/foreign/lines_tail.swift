
  /// What a call was refused for: the engine's own failure.
  func refusal(_ refused: CallError) -> String {
    switch refused {
    case let .Input(error): inputError(error)
    case let .Address(error): jidError(error)
    case let .Xml(error): xmlError(error)
    case let .Text(error): buildError(error)
    case let .Stanza(error): stanzaFault(error)
    case let .Send(error): sendError(error)
    case let .Answer(error): answerError(error)
    case let .Command(error): commandError(error)
    case let .Roots(error): sharedError(error)
    case .Pem, .NoElement, .BadSeed: "?"
    }
  }
}
