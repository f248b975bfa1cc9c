import { backboneFolder } from './folders';

it('backbones are kept where trainers look for them: in BACKBONE_DIR, or else in the cache folder', () => {
  expect(backboneFolder({ LINTEL_CACHE_DIR: '/cache', BACKBONE_DIR: '/networks' })).toBe('/networks');
  expect(backboneFolder({ LINTEL_CACHE_DIR: '/cache', BACKBONE_DIR: '' })).toBe('/cache/backbones');
  expect(backboneFolder({ LINTEL_CACHE_DIR: '/cache' })).toBe('/cache/backbones');
});
