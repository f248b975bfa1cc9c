export { type paths as EcommercePaths } from './api-paths';
export {
  MAX_EVENT_PICTURE_BYTES,
  productPhotoReceived,
  productRecognised,
  subjectOfPhoto,
  type ProductPhotoReceived,
  type ProductRecognised,
} from './events';
export {
  MAX_PICTURE_BYTES,
  MAX_PICTURES_PER_REQUEST,
  giveVerdictSchema,
  recogniseResponseSchema,
  recognitionOutcomeSchema,
  recognitionPageSchema,
  recognitionQuerySchema,
  recognitionSchema,
  verdictSchema,
  type GiveVerdict,
  type RecogniseResponse,
  type Recognition,
  type RecognitionOutcome,
  type RecognitionPage,
  type RecognitionQuery,
  type Verdict,
} from './recognition';
