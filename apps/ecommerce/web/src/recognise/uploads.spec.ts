import { type Recognition } from '@lintel/ecommerce-contract';
import { nextToSend, reduceUploads, tally, type Upload, type UploadState } from './uploads';

const upload = (id: string, state: UploadState = { kind: 'waiting' }): Upload => ({
  id,
  file: {} as File,
  name: `${id}.jpg`,
  preview: `blob:${id}`,
  state,
});
const ids = (uploads: readonly Upload[]): string[] => uploads.map(({ id }) => id);
const recognised = (unsure: boolean): UploadState => ({
  kind: 'recognised',
  recognition: { prediction: { unsure }, verdict: null } as Recognition,
});
const away: UploadState = { kind: 'refused', trouble: { reason: 'away' } };
const broken: UploadState = { kind: 'refused', trouble: { reason: 'unreadable' } };

describe('the list of uploads', () => {
  it('puts a new batch before the old one and keeps the order inside a batch', () => {
    const list = reduceUploads([upload('old')], { type: 'added', uploads: [upload('a'), upload('b')] });
    expect(ids(list)).toEqual(['a', 'b', 'old']);
  });

  it('changes one picture and leaves the others as they are', () => {
    const before = [upload('a'), upload('b')];
    const after = reduceUploads(before, { type: 'changed', id: 'b', state: { kind: 'sending', share: 0.5 } });
    expect(after[0]).toBe(before[0]);
    expect(after[1]?.state).toEqual({ kind: 'sending', share: 0.5 });
  });

  it('ignores updates of a picture that was removed from the list', () => {
    expect(reduceUploads([], { type: 'changed', id: 'gone', state: recognised(false) })).toEqual([]);
  });

  it('retries temporary failures, and never a picture that is broken or answered', () => {
    const list = [upload('away', away), upload('broken', broken), upload('done', recognised(false))];
    const states = reduceUploads(list, { type: 'retried' }).map(({ state }) => state.kind);
    expect(states).toEqual(['waiting', 'refused', 'recognised']);
    expect(reduceUploads(list, { type: 'retried', id: 'broken' })).toEqual(list);
  });

  it('never retries one without a file, after a reload', () => {
    const list = [{ ...upload('away', away), file: null }];
    expect(reduceUploads(list, { type: 'retried' })).toEqual(list);
  });

  it('puts the restored list after pictures that were added meanwhile', () => {
    const list = reduceUploads([upload('new')], { type: 'restored', uploads: [upload('old'), upload('new')] });
    expect(ids(list)).toEqual(['new', 'old']);
  });

  it('removes the named ones', () => {
    const list = reduceUploads([upload('a'), upload('b'), upload('c')], { type: 'removed', ids: ['a', 'c'] });
    expect(ids(list)).toEqual(['b']);
  });
});

describe('nextToSend', () => {
  const sending: UploadState = { kind: 'sending', share: 0 };

  it('never uploads more at once than allowed', () => {
    const list = [upload('a', sending), upload('b'), upload('c'), upload('d', sending), upload('e')];
    expect(ids(nextToSend(list, 3))).toEqual(['b']);
    expect(nextToSend(list, 2)).toEqual([]);
    expect(nextToSend(list, 1)).toEqual([]);
  });
});

describe('tally', () => {
  it('counts every picture once, and the unsure among the recognised', () => {
    const list = [recognised(true), recognised(false), broken, away, { kind: 'waiting' } as const];
    expect(tally(list.map((state, index) => upload(String(index), state)))).toEqual({
      recognised: 2,
      unsure: 1,
      checked: 0,
      refused: 2,
      left: 1,
    });
  });

  it('no longer counts one as unsure after a person has checked it', () => {
    const checked: UploadState = {
      kind: 'recognised',
      recognition: { prediction: { unsure: true }, verdict: { className: 'bag' } } as Recognition,
    };
    expect(tally([upload('a', checked)])).toMatchObject({ recognised: 1, unsure: 0, checked: 1 });
  });
});
