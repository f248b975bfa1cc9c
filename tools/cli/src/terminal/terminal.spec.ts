import { setTimeout } from 'node:timers/promises';
import { LintelError } from '@lintel/contracts';
import { Terminal } from './terminal';
import { bar, counted, duration, percent, table } from './wording';

function terminalOf({ isTTY, json = false }: { isTTY: boolean; json?: boolean }) {
  const written = { stdout: '', stderr: '' };
  const terminal = new Terminal(
    {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { isTTY, columns: 30, write: (text) => (written.stderr += text) },
    },
    json,
  );
  return { terminal, written };
}

describe('the terminal', () => {
  it('redraws one live line on a terminal, cut to the window, and clears it before a line that stays', async () => {
    const { terminal, written } = terminalOf({ isTTY: true });
    await setTimeout(120);
    terminal.progress('1 %');
    terminal.progress('too soon');
    await setTimeout(120);
    terminal.progress('2 % and a text that is longer than the window');
    terminal.say('done');
    expect(written.stderr).toBe('\r\x1b[2K1 %\r\x1b[2K2 % and a text that is longer\r\x1b[2Kdone\n');
  });

  it('writes few plain lines into a log', () => {
    const { terminal, written } = terminalOf({ isTTY: false });
    terminal.say('begins');
    for (let share = 0; share < 100; share++) terminal.progress(`${share} %`);
    expect(written.stderr).toBe('begins\n');
  });

  it('escapes control characters, in lines for people and in JSON', () => {
    const { terminal, written } = terminalOf({ isTTY: false });
    terminal.say('a\x1b[2J\u009b\rb\n\tc');
    terminal.result({}, table(['name', 'n'], [['x\ny\u202e', '1']]));
    terminal.failure(new LintelError('NOT_FOUND', { problem: 'No \x1b]0;x\x07\nfile.', cure: 'Look.' }));
    expect(written.stderr).toBe('a\\x1b[2J\\x9b\\rb\n\tc\n\nNo \\x1b]0;x\\x07\\nfile.\n  cure:     Look.\n');
    expect(written.stdout).toBe('name        n\nx\\ny\\u202e  1\n');
    const json = terminalOf({ isTTY: false, json: true });
    json.terminal.result({ name: '\x1b\u009b\u202e' }, '');
    expect(json.written.stdout).toBe('{"name":"\\u001b\\u009b\\u202e"}\n');
    expect(JSON.parse(json.written.stdout)).toEqual({ name: '\x1b\u009b\u202e' });
  });

  it('gives a script one line of JSON on stdout and nothing else', () => {
    const { terminal, written } = terminalOf({ isTTY: false, json: true });
    terminal.say('begins');
    terminal.result({ answer: [1, 2] }, 'for people');
    expect(written).toEqual({ stdout: '{"answer":[1,2]}\n', stderr: 'begins\n' });
  });

  it('shows an internal error with what is needed to report it', () => {
    const { terminal, written } = terminalOf({ isTTY: false, json: true });
    terminal.failure(new TypeError('x is not a function'));
    expect(written.stderr).toContain('terminal.spec.ts');
    expect(JSON.parse(written.stdout)).toMatchObject({ error: { code: 'INTERNAL' } });
  });
});

describe('the wording', () => {
  it('is made for people', () => {
    expect([3.6, 65, 3_599, 3_780].map(duration)).toEqual(['4 s', '1 min 05 s', '59 min 59 s', '1 h 03 min']);
    expect([percent(0.66666), counted(5120.4)]).toEqual(['66.67 %', '5,120']);
    expect([bar(0), bar(0.5), bar(2)]).toEqual([
      `[${'-'.repeat(20)}]`,
      `[${'#'.repeat(10)}${'-'.repeat(10)}]`,
      `[${'#'.repeat(20)}]`,
    ]);
  });

  it('aligns numbers to the right and words to the left', () => {
    expect(
      table(
        ['class', 'pictures'],
        [
          ['cat', '5'],
          ['caterpillar', '1,000'],
        ],
      ),
    ).toBe(['class        pictures', 'cat                 5', 'caterpillar     1,000'].join('\n'));
  });
});
