import { versionsInAddress } from './versions-in-address';

describe('versionsInAddress', () => {
  it('takes each version once, and at most six', () => {
    expect(versionsInAddress('b,a,b,')).toEqual(['b', 'a']);
    expect(versionsInAddress('1,2,3,4,5,6,7')).toHaveLength(6);
    expect(versionsInAddress(null)).toEqual([]);
  });
});
