import { withCorrelationId } from '@lintel/data';
import { Logger } from '@nestjs/common';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { randomUUID } from 'node:crypto';
import { type HttpMetrics } from '../metrics/http-metrics';
import { inContext, type RequestContext } from './request-context';

const HEADER = 'x-correlation-id';
const ACCEPTED = /^[\w.-]{8,100}$/;
const CALL = /^\/v\d+\//;
/** In place of the route of a static file, or of an address that does not exist. */
const NO_ROUTE = 'none';

/**
 * Makes a request a step of a trace, gives it the id under which people ask for it, counts it, and logs it when it
 * ends. The id is the caller's where it has a harmless shape, else that of the trace. Of the address the route's
 * template alone is kept: neither path, query nor body, which may hold what nobody may read in a log.
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
      // Without an answer the status is what it would have been.
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
          // Probes and static files would drown the calls.
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
  // Nothing traces.
  return NO_TRACE.test(traceId) ? randomUUID().replaceAll('-', '') : traceId;
}

/** The template that answered: `/v1/jobs/:id`. */
function routeOf(request: Request): string {
  const { route } = request as { route?: { readonly path?: unknown } };
  return typeof route?.path === 'string' ? route.path : NO_ROUTE;
}
