/** @jest-environment jsdom */
import { type Recognition } from '@lintel/ecommerce-contract';
import { keepUploads, readUploads } from './kept-uploads';
import { type Upload, type UploadState } from './uploads';

const upload = (id: string, state: UploadState): Upload => ({
  id,
  file: null,
  name: `${id}.jpg`,
  preview: null,
  state,
});
const recognised: UploadState = { kind: 'recognised', recognition: { id: 'r1' } as Recognition };

describe('the list after a reload', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('keeps the recognitions and the refusals; unfinished ones are interrupted', () => {
    keepUploads('ada', [
      upload('a', recognised),
      upload('b', { kind: 'refused', trouble: { reason: 'empty' } }),
      upload('c', { kind: 'sending', share: 0.5 }),
      upload('d', { kind: 'waiting' }),
    ]);
    expect(readUploads('ada')).toEqual([
      { kind: 'recognised', id: 'a', name: 'a.jpg', recognitionId: 'r1' },
      { kind: 'refused', id: 'b', name: 'b.jpg', reason: 'empty' },
      { kind: 'refused', id: 'c', name: 'c.jpg', reason: 'interrupted' },
      { kind: 'refused', id: 'd', name: 'd.jpg', reason: 'interrupted' },
    ]);
  });

  it('shows nothing of it to another person', () => {
    keepUploads('ada', [upload('a', recognised)]);
    expect(readUploads('eve')).toEqual([]);
  });

  it('is empty if the storage has other content', () => {
    window.sessionStorage.setItem('lintel-uploads', '{"owner":"ada","uploads":7}');
    expect(readUploads('ada')).toEqual([]);
    window.sessionStorage.setItem('lintel-uploads', '{');
    expect(readUploads('ada')).toEqual([]);
  });
});
