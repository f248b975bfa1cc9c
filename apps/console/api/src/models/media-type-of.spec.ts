import { mediaTypeOf } from './media-type-of';

describe('mediaTypeOf', () => {
  it.each([
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['image/webp', Buffer.from('RIFF0000WEBPVP8 ')],
    ['image/avif', Buffer.from('0000ftypavif')],
    ['image/gif', Buffer.from('GIF89a')],
    // What could run a script is a download.
    ['application/octet-stream', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['application/octet-stream', Buffer.alloc(0)],
  ])('knows %s by its first bytes', (type, bytes) => {
    expect(mediaTypeOf(bytes)).toBe(type);
  });
});
