# Written by ffi/bindgen from the built library; do not edit. Types and manual: the .pyi beside it.
from ctypes import (
    CDLL, POINTER, Structure, c_char_p, c_double, c_float, c_int8, c_int16, c_int32, c_int64,
    c_size_t, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p, string_at,
)
from enum import Enum
from os.path import dirname, join
from struct import Struct
from struct import error as _NoNumber
from sys import platform as _platform


class InternalError(Exception):
    """A bug of the library: it says which."""


class _Buffer(Structure):
    """Octets that the library has allocated."""

    _fields_ = [("capacity", c_uint64), ("len", c_uint64), ("data", c_void_p)]


class _Borrowed(Structure):
    """Octets that the library only looks at."""

    _fields_ = [("len", c_int32), ("data", c_char_p)]


class _Status(Structure):
    _fields_ = [("code", c_int8), ("error", _Buffer)]


def _call(function, read_error, *arguments):
    status = _Status()
    result = function(*arguments, status)
    if status.code:
        _fail(status, read_error)
    return result


def _fail(status, read_error):
    if status.code == 1 and read_error is not None:
        raise _lifted(read_error, status.error)
    raise InternalError(_lifted_str(status.error) or "a panic without a word")


def _octets(buffer):
    """What is in a buffer, which is given back."""
    try:
        return string_at(buffer.data, buffer.len) if buffer.len else b""
    finally:
        _free(buffer, _Status())


def _lifted(read, buffer):
    octets = _octets(buffer)
    value, end = read(octets, 0)
    if end != len(octets):
        raise InternalError("the library and its module do not fit together")
    return value


def _lifted_str(buffer):
    return _octets(buffer).decode()


def _lowered(write, value):
    out = bytearray()
    try:
        write(out, value)
    except (AttributeError, TypeError) as wrong:
        raise TypeError(f"not a value for this call: {wrong}") from None
    return _buffer(bytes(out))


def _lowered_str(value):
    return _buffer(_string(value))


def _buffer(octets):
    return _call(_from_bytes, None, _Borrowed(len(octets), octets))


def _string(value):
    if not isinstance(value, str):
        _wrong("str", value)
    return value.encode()


def _borrowed(octets):
    if not isinstance(octets, bytes):
        _wrong("bytes", octets)
    return _Borrowed(len(octets), octets)


def _items(value):
    """A list's, not those of a text that was meant to be one of them."""
    if isinstance(value, (str, bytes)):
        _wrong("list", value)
    return value


def _wrong(wanted, value):
    raise TypeError(f"{wanted} expected, not {type(value).__name__}")


def _handle(kind, value):
    """A handle for one call."""
    if not isinstance(value, kind):
        _wrong(kind.__name__, value)
    return _call(value._clone, None, value._handle)


def _adopted(kind, handle):
    value = kind.__new__(kind)
    value._handle = handle
    return value


def _number(structure):
    """ctypes cuts numbers that are too large, so they are looked at first."""

    def checked(value):
        _packed(structure, value)
        return value

    return checked


def _packed(structure, value, place=None):
    """The octets of a number, which stands in a field or alone."""
    try:
        return structure.pack(value)
    except _NoNumber as wrong:
        field = f"{place}: " if place else ""
        if isinstance(value, int):
            raise OverflowError(f"{field}{value} is too large or too small: {wrong}") from None
        raise TypeError(f"{field}number expected, not {type(value).__name__}") from None


class _Value:
    """What all values have: they are equal if their fields are, and show them."""

    __slots__ = ()
    __hash__ = None

    def __eq__(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __repr__(self):
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{self.__class__.__qualname__}({fields})"

    def __str__(self):
        return repr(self)  # an exception would show its arguments, of which there are none


def _variant(kind, name, variant):
    variant.__qualname__ = f"{kind.__name__}.{name}"
    variant.__name__ = name
    setattr(kind, name, variant)


_new = object.__new__
_S8, _U8, _S16, _U16 = Struct(">b"), Struct(">B"), Struct(">h"), Struct(">H")
_S32, _U32, _S64, _U64 = Struct(">i"), Struct(">I"), Struct(">q"), Struct(">Q")
_F32, _F64 = Struct(">f"), Struct(">d")
_check_S8, _check_U8, _check_S16 = _number(_S8), _number(_U8), _number(_S16)
_check_U16, _check_S32, _check_U32 = _number(_U16), _number(_S32), _number(_U32)
_check_S64, _check_U64 = _number(_S64), _number(_U64)
_check_F32, _check_F64 = _number(_F32), _number(_F64)
_length, _packed_length = _S32.unpack_from, _S32.pack
_LIBRARY = {"darwin": "lib{}.dylib", "win32": "{}.dll"}.get(_platform, "lib{}.so")
_library = CDLL(join(dirname(__file__), _LIBRARY.format("@library@")))


def _function(name, result, *arguments):
    function = getattr(_library, name)
    function.restype, function.argtypes = result, (*arguments, POINTER(_Status))
    return function


_from_bytes = _function("ffi_@crate@_rustbuffer_from_bytes", _Buffer, _Borrowed)
_free = _function("ffi_@crate@_rustbuffer_free", None, _Buffer)
if _library.ffi_@crate@_uniffi_contract_version() != @contract@:
    raise InternalError("the library and its module do not fit together")
