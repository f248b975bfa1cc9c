/** The broker's own error name (`UNKNOWN_TOPIC_OR_PARTITION`), if the error came from the broker. */
export function protocolError(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { type, errors } = at as { type?: unknown; errors?: unknown };
    if (typeof type === 'string') return type;
    // createTopics collects one error per topic.
    if (Array.isArray(errors) && errors[0] instanceof Error) return protocolError(errors[0]);
  }
  return undefined;
}
