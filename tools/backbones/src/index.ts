export { addOwnBackbone, type AddOwnOptions, type PixelScale } from './add-own';
export { addPublishedBackbone, type AddPublishedOptions } from './add-published';
export { backboneFolder, embeddingFolder } from './folders';
export { PUBLISHED_BACKBONES } from './published-backbones';
