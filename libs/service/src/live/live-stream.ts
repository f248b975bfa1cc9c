import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

export const LIVE_STREAM = Symbol('lintel.live-stream');

/**
 * On a route that answers with server-sent events. The stream ends when its caller may no longer open it, and one caller
 * can hold only so many: see LiveStreamGuard.
 */
export const LiveStream = () =>
  applyDecorators(
    SetMetadata(LIVE_STREAM, true),
    ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } }),
  );
