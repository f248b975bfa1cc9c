import { withCorrelationId } from '@lintel/streams';
import { Logger } from '@nestjs/common';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { randomUUID } from 'node:crypto';
import { type HttpMetrics } from '../metrics/http-metrics';
import { inContext, type RequestContext } from './request-context';

const HEADER = 'x-correlation-id';
const ACCEPTED = /^[\w.-]{8,100}$/;
const CALL = /^\/v\d+\//;
/** The route reported for static files and for URLs that do not exist. */
const NO_ROUTE = 'none';

/**
 * Starts a span for a request, assigns its correlation id, counts it, and logs it when it ends. The id is the caller's
 * if it has a safe format, else the trace id. Only the route's template is kept: never path, query or body, which can
 * contain data that must not appear in a log.
 */
export function correlation(metrics: HttpMetrics): RequestHandler {
  const logger = new Logger('Request');
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const { method } = request;
    const caller = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = { 'http.request.method': method };
    const span = trace.getTracer('lintel').startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
    const id = correlationIdOf(request, span.spanContext().traceId);
    response.setHeader(HEADER, id);
    span.setAttribute('lintel.correlation_id', id);
    metrics.began();

    const served: RequestContext = { correlationId: id };
    const inside = withCorrelationId(trace.setSpan(caller, span), id);
    response.once('close', () => {
      const ms = performance.now() - startedAt;
      const route = routeOf(request);
      // If the response was not finished, its status code was never sent.
      const status = response.writableFinished ? response.statusCode : 0;
      metrics.ended(method, route, status, ms / 1_000);
      if (span.isRecording()) {
        if (route !== NO_ROUTE) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
        if (status > 0) span.setAttribute('http.response.status_code', status);
        if (served.identity !== undefined) span.setAttribute('enduser.id', served.identity.id);
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
      const line = { method, route, ...(status > 0 ? { status } : { aborted: true }), ms: Math.round(ms) };
      context.with(inside, () =>
        inContext(served, () => {
          // Only API calls are logged; probes and static files would drown them out.
          if (CALL.test(request.originalUrl)) logger.log(line);
          else logger.debug(line);
        }),
      );
    });
    context.with(inside, () => inContext(served, next));
  };
}

const NO_TRACE = /^0*$/;

function correlationIdOf(request: Request, traceId: string): string {
  const given = request.header(HEADER);
  if (given !== undefined && ACCEPTED.test(given)) return given;
  // Tracing is off.
  return NO_TRACE.test(traceId) ? randomUUID().replaceAll('-', '') : traceId;
}

/** The template that answered: `/v1/jobs/:id`. */
function routeOf(request: Request): string {
  const { route } = request as { route?: { readonly path?: unknown } };
  return typeof route?.path === 'string' ? route.path : NO_ROUTE;
}
