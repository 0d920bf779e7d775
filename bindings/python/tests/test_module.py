"""The generated module and its stub say the same."""

import ast
import inspect
from enum import Enum
from pathlib import Path

import libxmpp
from libxmpp import engine

STUB = Path(engine.__file__).with_suffix(".pyi")


def members(body):
    """Names that a stub declares, with the parameters of what can be called."""
    found = {}
    for node in body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.FunctionDef):
            given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            found[node.name] = [argument.arg for argument in given]
    return found


def differences(place, declared, there):
    for name, what in members(declared).items():
        real = getattr(there, name, None)
        if real is None:
            yield f"{place}{name} is in the stub alone"
        elif isinstance(what, ast.ClassDef):
            yield from differences(f"{place}{name}.", what.body, real)
        elif not (isinstance(there, type) and issubclass(there, Enum)):
            parameters = list(inspect.signature(real).parameters)
            wanted = what[1:] if inspect.ismethod(real) else what
            if name == "__init__" and real is object.__init__:
                continue
            if (
                parameters != wanted
                and name != "__init__"
                or (name == "__init__" and "kwargs" not in parameters and parameters != wanted)
            ):
                yield f"{place}{name}: {parameters} and {wanted}"


def test_the_stub_fits_the_module():
    declared = ast.parse(STUB.read_text()).body
    assert list(differences("", declared, engine)) == []
    assert {name for name in engine.__all__ if not hasattr(engine, name)} == set()
    assert {name for name in libxmpp.__all__ if not hasattr(libxmpp, name)} == set()


def test_values_compare_by_their_fields_and_show_them():
    one = libxmpp.Reason.ConnectFailed(libxmpp.ConnectFailure.Refused())
    assert one == libxmpp.Reason.ConnectFailed(libxmpp.ConnectFailure.Refused())
    assert one != libxmpp.Reason.ConnectFailed(libxmpp.ConnectFailure.Reset())
    assert one != libxmpp.ConnectFailure.Refused()
    assert repr(one) == "Reason.ConnectFailed(failure=ConnectFailure.Refused())"
    assert isinstance(one, libxmpp.Reason)
    # Reasons are exceptions, which show their arguments and have none.
    assert str(one) == repr(one)


def test_lists_are_no_ones_but_the_values():
    kind = libxmpp.MessageKind.CHAT
    first, second = libxmpp.Message(kind=kind), libxmpp.Message(kind=kind)
    first.payloads.append("<a xmlns='b'/>")
    assert second.payloads == []


def test_no_secret_is_shown():
    config = libxmpp.client_config("romeo@localhost")
    config.credentials = libxmpp.Secret.Password(libxmpp.SecretText(text="secret"))
    assert "secret" not in f"{config} {config!r} {config.credentials}"
    assert "***" in repr(config)


def test_elements_are_built_and_read():
    built = (
        libxmpp.ElementBuilder("a", "urn:a")
        .attribute("b", "c")
        .begin("d", "urn:a")
        .text("<&>")
        .end()
    )
    view = libxmpp.ElementView(built.build())
    assert (view.name(), view.namespace(), view.attribute("b")) == ("a", "urn:a", "c")
    assert view.child("d", "urn:a").text() == "<&>"
    assert [child.name() for child in view.children()] == ["d"]
    assert view.child("e", "urn:a") is None
    assert str(view) == view.xml()
    assert eval(repr(view), vars(libxmpp)).xml() == view.xml()
