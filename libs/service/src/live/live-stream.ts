import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

export const LIVE_STREAM = Symbol('lintel.live-stream');

/**
 * For routes that answer with server-sent events. The stream ends when its caller loses access, and the number of
 * streams per caller is limited; see LiveStreamGuard.
 */
export const LiveStream = () =>
  applyDecorators(
    SetMetadata(LIVE_STREAM, true),
    ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } }),
  );
