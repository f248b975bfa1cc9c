import { checkJson, isEditable, readableValue } from './letter-value';

describe('the value of a dead letter', () => {
  it('is indented if it is JSON, and unchanged if it only claims to be', () => {
    expect(readableValue({ value: '{"a":[1]}', encoding: 'json' })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(readableValue({ value: '{"a":', encoding: 'json' })).toBe('{"a":');
    expect(readableValue({ value: 'AAEC', encoding: 'base64' })).toBe('AAEC');
    expect(readableValue({ value: null, encoding: 'json' })).toBeNull();
  });

  it('cannot be edited if it is binary, absent, or encrypted', () => {
    expect(isEditable({ value: 'x', encoding: 'text', contents: 'readable' })).toBe(true);
    expect(isEditable({ value: 'AAEC', encoding: 'base64', contents: 'readable' })).toBe(false);
    expect(isEditable({ value: null, encoding: 'json', contents: 'readable' })).toBe(false);
    expect(isEditable({ value: 'x', encoding: 'text', contents: 'sealed' })).toBe(false);
  });

  it('is sent as it would have been written, without the indentation', () => {
    expect(checkJson('{\n  "a": 1\n}')).toEqual({ kind: 'valid', compact: '{"a":1}' });
  });

  it('is rejected with the line of the mistake', () => {
    expect(checkJson('{\n  "a": 1,\n  b\n}')).toMatchObject({ kind: 'wrong', line: 3 });
  });
});
