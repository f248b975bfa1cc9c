import { CreateRecognition1796041000000 } from './1796041000000-create-recognition';

/** Oldest first. A released one is never changed: see `released.json`. */
export const migrations = [CreateRecognition1796041000000];
