import { breakingChanges, releaseEvents, type ReleasedEvents } from '@lintel/contracts';
import { randomBytes } from 'node:crypto';
import { MAX_EVENT_PICTURE_BYTES, productPhotoReceived, productRecognised } from './events';
import released from './released-events.json';

const photo = (bytes: number) => ({
  id: 'p-1',
  fileName: 'shoe.jpg',
  picture: randomBytes(bytes).toString('base64'),
  source: 'shop-17',
});

describe('the events of the vertical', () => {
  it('stay compatible with their last release', () => {
    const current = releaseEvents([productPhotoReceived, productRecognised]);
    expect(breakingChanges(released as ReleasedEvents, current)).toEqual([]);
    expect(Object.keys(current).sort()).toEqual(Object.keys(released).sort());
  });

  it('carry a picture up to the maximum size, and none above it', () => {
    const { schema } = productPhotoReceived;
    expect(schema.safeParse(photo(MAX_EVENT_PICTURE_BYTES)).success).toBe(true);
    expect(schema.safeParse(photo(MAX_EVENT_PICTURE_BYTES + 3)).success).toBe(false);
  });

  it.each([
    ['a picture that is not base64', { picture: 'not base64!' }],
    ['no picture', { picture: '' }],
    ['a name with a line break', { fileName: 'shoe\n.jpg' }],
  ])('reject %s', (_, change) => {
    expect(productPhotoReceived.schema.safeParse({ ...photo(9), ...change }).success).toBe(false);
  });
});
