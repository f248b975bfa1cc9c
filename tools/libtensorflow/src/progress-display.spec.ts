import { describeProgress, ProgressDisplay } from './progress-display';

const download = (doneBytes: number, elapsedMs: number) =>
  ({ step: 'download', doneBytes, totalBytes: 274e6, elapsedMs }) as const;

function display(isTTY: boolean): { shown: ProgressDisplay; written: () => string } {
  let text = '';
  return { shown: new ProgressDisplay({ isTTY, write: (more: string) => (text += more) }), written: () => text };
}

describe('showing the progress of an installation', () => {
  it('shows the share, the size and the time', () => {
    expect(describeProgress(download(137e6, 12_000), 10)).toBe('  download  [#####-----]   50 %  137 of 274 MB  12 s');
    expect(describeProgress({ step: 'compile', doneBytes: 0, totalBytes: 0, elapsedMs: 3_000 }, 10)).toBe(
      '  compile  3 s',
    );
  });

  it('redraws one line on a terminal, and writes below it', () => {
    const { shown, written } = display(true);
    shown.show(download(0, 0));
    shown.show(download(274e6, 500));
    shown.line('done');
    expect(written().split('\r')).toHaveLength(3);
    expect(written()).toMatch(/274 of 274 MB {2}1 s\ndone\n$/);
  });

  it('writes a line every five seconds into a log', () => {
    const { shown, written } = display(false);
    for (let seconds = 0; seconds <= 12; seconds += 0.5) shown.show(download(seconds * 1e6, seconds * 1000));
    expect(written().trim().split('\n')).toHaveLength(2);
  });
});
