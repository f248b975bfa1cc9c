export {
  MAX_EVENT_PICTURE_BYTES,
  productPhotoReceived,
  productRecognised,
  type ProductPhotoReceived,
  type ProductRecognised,
} from './events';
export {
  MAX_PICTURE_BYTES,
  MAX_PICTURES_PER_REQUEST,
  recogniseResponseSchema,
  recognitionOutcomeSchema,
  recognitionPageSchema,
  recognitionQuerySchema,
  recognitionSchema,
  type RecogniseResponse,
  type Recognition,
  type RecognitionOutcome,
  type RecognitionPage,
  type RecognitionQuery,
} from './recognition';
