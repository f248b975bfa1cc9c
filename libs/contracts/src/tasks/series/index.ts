export { type SeriesRequest, seriesRequestSchema } from './series-request';
export { type WindowFeature, type WindowPreprocessing } from './window-features';
