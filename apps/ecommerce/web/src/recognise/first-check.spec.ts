import { MAX_PICTURE_BYTES } from '@lintel/ecommerce-contract';
import { firstCheck, LARGEST_PICTURE_BYTES } from './first-check';

const file = (bytes: number, type: string): File => ({ size: bytes, type, name: 'x' }) as File;

describe('firstCheck', () => {
  it('uses the limit of the contract', () => {
    expect(LARGEST_PICTURE_BYTES).toBe(MAX_PICTURE_BYTES);
  });

  it('rejects an empty file, a text and a picture over the limit without sending them', () => {
    expect(firstCheck(file(0, 'image/png'))).toEqual({ reason: 'empty' });
    expect(firstCheck(file(10, 'text/plain'))).toEqual({ reason: 'notAPicture' });
    expect(firstCheck(file(MAX_PICTURE_BYTES + 1, 'image/jpeg'))).toEqual({ reason: 'tooLarge' });
  });

  it('accepts pictures up to the exact limit, and leaves unknown types to the api', () => {
    expect(firstCheck(file(MAX_PICTURE_BYTES, 'image/jpeg'))).toBeNull();
    expect(firstCheck(file(10, 'image/webp'))).toBeNull();
    expect(firstCheck(file(10, ''))).toBeNull();
  });
});
