/** @jest-environment jsdom */
import { type Change } from '@lintel/console-contract';
import { RequestFailed } from '@lintel/ui';
import { act, renderHook } from '@testing-library/react';
import { type ReactNode } from 'react';
import { LiveProvider } from './live-provider';
import { GATHER_MS, useData } from './use-data';

/** A stream of server-sent events that the test controls; jsdom has none. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static last: Stream;
  readonly readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    super();
    Stream.last = this;
  }
  close(): void {}
}

const live = ({ children }: { readonly children: ReactNode }) => <LiveProvider>{children}</LiveProvider>;
const tell = (change: Partial<Change>): void => {
  const data = JSON.stringify({ table: 'job', id: null, modelName: null, ...change });
  Stream.last.dispatchEvent(new MessageEvent('change', { data }));
};
const pass = (ms: number): Promise<void> => act(() => jest.advanceTimersByTimeAsync(ms));

describe('useData', () => {
  const load = jest.fn<Promise<string>, [AbortSignal]>();
  const show = (id: string) =>
    renderHook(({ key }) => useData({ key, load, watch: { tables: ['job'], id } }), {
      wrapper: live,
      initialProps: { key: id },
    });

  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(window, { EventSource: Stream });
    load.mockReset().mockResolvedValue('first');
  });
  afterEach(() => jest.useRealTimers());

  it('sends one request for many changes, and only for those that concern it', async () => {
    const { result } = show('a');
    await pass(0);
    expect(result.current.state).toEqual({ kind: 'ready', value: 'first', stale: null, atMs: Date.now() });

    load.mockResolvedValue('second');
    act(() => {
      tell({ table: 'alert' });
      tell({ id: 'b' });
    });
    await pass(2 * GATHER_MS);
    expect(load).toHaveBeenCalledTimes(1);

    for (let change = 0; change < 20; change += 1) act(() => tell({ id: 'a' }));
    await pass(GATHER_MS);
    expect(load).toHaveBeenCalledTimes(2);
    expect(result.current.state).toMatchObject({ value: 'second' });
  });

  it('waits for a slow answer, however many changes arrive meanwhile', async () => {
    const { result } = show('a');
    await pass(0);
    load.mockImplementation(() => new Promise((resolve) => setTimeout(() => resolve('slow'), 5 * GATHER_MS)));
    for (let change = 0; change < 10; change += 1) {
      act(() => tell({ id: 'a' }));
      await pass(GATHER_MS);
    }
    expect(result.current.state).toMatchObject({ value: 'slow' });
    expect(load.mock.calls.length).toBeLessThan(5);
  });

  it('keeps what it shows if the newest can’t be loaded, and marks it as stale', async () => {
    const { result } = show('a');
    await pass(0);
    const atMs = Date.now();
    load.mockRejectedValue(new RequestFailed('away'));
    act(() => tell({ id: 'a' }));
    await pass(GATHER_MS);
    expect(result.current.state).toEqual({ kind: 'ready', value: 'first', stale: { reason: 'away' }, atMs });
  });

  it('polls while the stream is unavailable', async () => {
    show('a');
    await pass(0);
    act(() => Stream.last.onerror?.());
    for (let second = 0; second < 12; second += 1) await pass(1_000);
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('shows no answer of a previous key', async () => {
    const { result, rerender } = show('a');
    await pass(0);
    load.mockReturnValue(new Promise(() => undefined));
    rerender({ key: 'b' });
    expect(result.current.state).toEqual({ kind: 'loading' });
  });
});
