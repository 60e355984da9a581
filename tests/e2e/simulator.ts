// A simulator of one test worker, and the calls that set its world up.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start these tests with \`cargo xtask test e2e\``);
  return value;
}

export interface Fault {
  platform: string;
  operation: string;
  fault: "status" | "delay_ms" | "never" | "reset" | "truncate" | "not_json" | "wrong_shape" | "redirect";
  times?: number;
  [detail: string]: unknown;
}

export interface Logged {
  method: string;
  path: string;
  query?: string;
  status?: number;
  [detail: string]: unknown;
}

export class Simulator {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(...more: string[]): Promise<Simulator> {
    const child = spawn(
      setting("ROLLCALL_SIMULATOR"),
      ["--port", "0", "--dist", setting("ROLLCALL_DIST"), ...more],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface({ input: child.stdout! })) {
      const ready = /^ready (http:\S+?)\/?$/.exec(line);
      if (!ready) continue;
      child.stdout!.resume();
      return new Simulator(ready[1], child);
    }
    throw new Error("the simulator ended before it was ready");
  }

  stop(): void {
    this.#child.kill();
  }

  async #call(path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.url}/__sim/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`/__sim/${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** A fresh world with Portainer alone; `platform: null` gives all five. It also ends all faults and tampering. */
  reset(world: Record<string, unknown> = {}): Promise<void> {
    return this.#call("reset", { seed: 1, users: 200, platform: "portainer", ...world });
  }

  /** Moves the simulator's time. */
  clock(advance_s: number): Promise<void> {
    return this.#call("clock", { advance_s });
  }

  /** What a restart of that server does. */
  restart(platform: string): Promise<void> {
    return this.#call("restart", { platform });
  }

  /** Makes the next matching calls fail. */
  faults(...faults: Fault[]): Promise<void> {
    return this.#call("faults", faults);
  }

  /** Changes one byte of a file that is served. */
  tamper(path: string, byte: number): Promise<void> {
    return this.#call("tamper", { path, byte });
  }

  /** Every platform request since the reset. */
  log(): Promise<Logged[]> {
    return this.#call("log");
  }

  /** Messages sent, with their codes. */
  mail(): Promise<any[]> {
    return this.#call("mail");
  }

  /** The sign-ins of this world. */
  accounts(): Promise<any[]> {
    return this.#call("accounts");
  }
}
