export interface TestProxyOptions {
  user: string;
  password: string;
  /** Absent: a free one. */
  port?: number;
  /** Where a target is really found: `host:port` to `host:port`. */
  lead: (target: string) => string;
}

/** A real proxy on this machine. */
export interface TestProxy extends AsyncDisposable {
  /** Its URL with this password. */
  url: (password: string) => string;
  port: number;
  /** Where its clients wanted to go, each time: `host:port`. */
  targets: string[];
}
