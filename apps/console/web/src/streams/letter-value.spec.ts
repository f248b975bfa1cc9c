import { checkJson, isEditable, readableValue } from './letter-value';

describe('the value of a dead letter', () => {
  it('is indented where it is JSON, and left alone where it only claims to be', () => {
    expect(readableValue({ value: '{"a":[1]}', encoding: 'json' })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(readableValue({ value: '{"a":', encoding: 'json' })).toBe('{"a":');
    expect(readableValue({ value: 'AAEC', encoding: 'base64' })).toBe('AAEC');
    expect(readableValue({ value: null, encoding: 'json' })).toBeNull();
  });

  it('cannot be edited where it is bytes, absent, or sealed', () => {
    expect(isEditable({ value: 'x', encoding: 'text', contents: 'readable' })).toBe(true);
    expect(isEditable({ value: 'AAEC', encoding: 'base64', contents: 'readable' })).toBe(false);
    expect(isEditable({ value: null, encoding: 'json', contents: 'readable' })).toBe(false);
    expect(isEditable({ value: 'x', encoding: 'text', contents: 'sealed' })).toBe(false);
  });

  it('goes back as it would have been written, without the indents', () => {
    expect(checkJson('{\n  "a": 1\n}')).toEqual({ kind: 'valid', compact: '{"a":1}' });
  });

  it('is refused with the line of the mistake', () => {
    expect(checkJson('{\n  "a": 1,\n  b\n}')).toMatchObject({ kind: 'wrong', line: 3 });
  });
});
