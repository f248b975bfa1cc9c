/** @jest-environment jsdom */
import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { PictureDropzone } from './picture-dropzone';

const png = (name: string): File => new File(['x'], name, { type: 'image/png' });
const text = new File(['x'], 'notes.txt', { type: 'text/plain' });

interface Entry {
  isDirectory: boolean;
  name: string;
  file?: (found: (file: File) => void) => void;
  createReader?: () => { readEntries: (found: (entries: Entry[]) => void) => void };
}
const fileEntry = (file: File): Entry => ({ isDirectory: false, name: file.name, file: (found) => found(file) });
/** As browsers do: a limited number of entries a call, and none at the end. */
function folderEntry(name: string, entries: Entry[]): Entry {
  const calls = [...entries.map((entry) => [entry]), []];
  return { isDirectory: true, name, createReader: () => ({ readEntries: (found) => found(calls.shift() ?? []) }) };
}
function transfer(entries: Entry[], files: File[]) {
  return { types: ['Files'], files, items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })) };
}

describe('PictureDropzone', () => {
  const onFiles = jest.fn<void, [File[]]>();
  const given = (): string[] => onFiles.mock.calls.flatMap(([files]) => files.map(({ name }) => name));

  beforeEach(() => {
    onFiles.mockClear();
    renderUi(<PictureDropzone onFiles={onFiles} />);
  });

  it('accepts what is dropped anywhere on the page, and leaves the validation to the page', async () => {
    const files = [png('a.png'), text];
    const event = createEvent.drop(document.body, { dataTransfer: transfer(files.map(fileEntry), files) });
    fireEvent(document.body, event);
    await waitFor(() => expect(given()).toEqual(['a.png', 'notes.txt']));
    expect(event.defaultPrevented).toBe(true);
  });

  it('finds the pictures in folders of any depth', async () => {
    const inner = folderEntry('inner', [fileEntry(png('deep.png')), fileEntry(text)]);
    const folder = folderEntry('lot', [fileEntry(png('b.png')), inner]);
    const loose = png('loose.png');
    fireEvent.drop(document.body, {
      dataTransfer: transfer([folder, fileEntry(loose)], [new File([], 'lot'), loose]),
    });
    await waitFor(() => expect(given()).toEqual(['loose.png', 'b.png', 'deep.png']));
  });

  it('says so if what was dropped can’t be read', async () => {
    const unreadable: Entry = {
      isDirectory: true,
      name: 'gone',
      createReader: () => ({
        readEntries: () => {
          throw new DOMException('gone', 'NotFoundError');
        },
      }),
    };
    fireEvent.drop(document.body, { dataTransfer: transfer([unreadable], []) });
    expect((await screen.findByText(/could not be read/)).textContent).toContain('Choose the pictures instead');
    expect(onFiles).not.toHaveBeenCalled();
  });

  it('takes a pasted picture and leaves pasted text alone', () => {
    fireEvent.paste(document.body, { clipboardData: { files: [text] } });
    expect(onFiles).not.toHaveBeenCalled();
    fireEvent.paste(document.body, { clipboardData: { files: [png('image.png')] } });
    expect(given()).toEqual(['image.png']);
  });

  it('accepts chosen pictures, and the same ones a second time', async () => {
    const input = document.querySelector<HTMLInputElement>('input[multiple]')!;
    await userEvent.upload(input, [png('a.png'), png('b.png')]);
    await userEvent.upload(input, [png('a.png'), png('b.png')]);
    expect(given()).toEqual(['a.png', 'b.png', 'a.png', 'b.png']);
  });
});
