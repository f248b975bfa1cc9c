import { parseBlocks } from './blocks';

const text = (words: string) => [{ kind: 'text', text: words }];
const paragraph = (words: string) => ({ kind: 'paragraph', content: text(words) });

describe('parseBlocks', () => {
  it('distinguishes headings from paragraphs, and joins the lines of one', () => {
    expect(parseBlocks('# Product recogniser\n\nFirst line,\nsecond line.\n\n## Data ##\n#hash')).toEqual([
      { kind: 'heading', level: 1, content: text('Product recogniser') },
      paragraph('First line, second line.'),
      { kind: 'heading', level: 2, content: text('Data') },
      paragraph('#hash'),
    ]);
  });

  it('reads a table with escaped bars, and completes a short row', () => {
    const markdown = '| class | test |\n| --- | ---: |\n| T-shirt \\| top | 1,000 |\n| bag |\n\nAfter it.';
    expect(parseBlocks(markdown)).toEqual([
      {
        kind: 'table',
        head: [text('class'), text('test')],
        rows: [
          [text('T-shirt | top'), text('1,000')],
          [text('bag'), []],
        ],
        right: [false, true],
      },
      paragraph('After it.'),
    ]);
  });

  it('reads lists, numbered and nested, with continued lines', () => {
    const markdown = '- one\n  goes on\n- two\n  1. inner\n  2. other\n\nAfter it.';
    expect(parseBlocks(markdown)).toEqual([
      {
        kind: 'list',
        ordered: false,
        items: [
          [paragraph('one goes on')],
          [paragraph('two'), { kind: 'list', ordered: true, items: [[paragraph('inner')], [paragraph('other')]] }],
        ],
      },
      paragraph('After it.'),
    ]);
  });

  it('keeps code as it is, also if the fence is never closed', () => {
    expect(parseBlocks('```sh\n# no heading\n- no list\n```\nAfter it.')).toEqual([
      { kind: 'code', text: '# no heading\n- no list' },
      paragraph('After it.'),
    ]);
    expect(parseBlocks('```\nopen')).toEqual([{ kind: 'code', text: 'open' }]);
  });

  it('terminates for any input', () => {
    for (const odd of ['|', '| a\n|-|', '-', '- ', '   - x\n y\n- z', '#', '```', '\n\n', '1) a\n\n   b\n\n2) c']) {
      expect(Array.isArray(parseBlocks(odd))).toBe(true);
    }
  });
});
