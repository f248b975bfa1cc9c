import { parseInline } from './inline';

const text = (words: string) => ({ kind: 'text', text: words });

describe('parseInline', () => {
  it('knows emphasis, code and links, also one within another', () => {
    expect(parseInline('It is *quite* **good at `boots`**.')).toEqual([
      text('It is '),
      { kind: 'emphasis', children: [text('quite')] },
      text(' '),
      { kind: 'strong', children: [text('good at '), { kind: 'code', text: 'boots' }] },
      text('.'),
    ]);
    expect(parseInline('*a **b** c*')).toEqual([
      { kind: 'emphasis', children: [text('a '), { kind: 'strong', children: [text('b')] }, text(' c')] },
    ]);
    expect(parseInline('[paper](https://example.org/a)')).toEqual([
      { kind: 'link', href: 'https://example.org/a', children: [text('paper')] },
    ]);
  });

  it('leaves escaped marks, arithmetic and names with underscores as they are', () => {
    expect(parseInline('T\\-shirt \\| \\*top\\* \\`x\\`')).toEqual([text('T-shirt | *top* `x`')]);
    expect(parseInline('2 * 3 * 4 and a_long_name')).toEqual([text('2 * 3 * 4 and a_long_name')]);
    expect(parseInline('an open **mark and an open `one')).toEqual([text('an open **mark and an open `one')]);
  });

  it('treats HTML and script addresses as text', () => {
    expect(parseInline('<img src=x onerror=alert(1)>')).toEqual([text('<img src=x onerror=alert(1)>')]);
    expect(parseInline('[click](javascript:alert(1))')).toEqual([text('[click](javascript:alert(1))')]);
  });
});
