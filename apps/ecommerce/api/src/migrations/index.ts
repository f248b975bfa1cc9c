import { CreateRecognition1764000000000 } from './1764000000000-create-recognition';

/** Oldest first. One that has been released is never changed. */
export const migrations = [CreateRecognition1764000000000];
