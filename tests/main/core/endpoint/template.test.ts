import { describe, expect, it } from "vitest";
import { renderTemplate, splitTemplate } from "../../../../main/core/endpoint/template.ts";

const LLAMA3 =
  "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";
const GEMMA =
  "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}<start_of_turn>{{ m['role'] }}\n{{ m['content'] | trim }}<end_of_turn>\n{% endfor %}<start_of_turn>model\n";
const DATED =
  "{{ bos_token }}Today Date: {{ date_string }}\n{% for m in messages %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}[assistant]";

const split = (template: string | null) =>
  splitTemplate((messages) => renderTemplate(template, { bos: "<bos>", eos: "<eos>" }, messages));

describe("splitTemplate", () => {
  it("cuts a template around system and user text, whatever the template trims", async () => {
    expect(await split(LLAMA3)).toEqual({
      head: "<bos><|start_header_id|>system<|end_header_id|>\n\n",
      afterSystem: "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n",
      afterUser: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
      afterAnswer: "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n",
    });
  });

  it("puts the prefix at the start of the user's turn where there is no system role", async () => {
    expect(await split(GEMMA)).toEqual({
      head: "<bos><start_of_turn>user\n",
      afterSystem: "",
      // Jinja drops one newline at the very end of a template, as every server does.
      afterUser: "<end_of_turn>\n<start_of_turn>model",
      afterAnswer: "<end_of_turn>\n<start_of_turn>user\n",
    });
  });

  it("fixes the date that a template would put at the top, so that the prefix is the same every day", async () => {
    expect((await split(DATED)).head).toBe("<bos>Today Date: 26 Jul 2024\n[system]");
  });

  it("has a template for models that bring none", async () => {
    expect((await split(null)).afterUser).toContain("assistant");
  });

  it("has no second turn where the template refuses an answer", async () => {
    const single =
      "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'assistant' %}{{ raise_exception('one turn only') }}{% endif %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}[assistant]";
    const pieces = await split(single);
    expect(pieces).toMatchObject({ head: "<bos>[system]", afterUser: "[assistant]" });
    expect(pieces.afterAnswer).toBeUndefined();
  });

  it("refuses a template that drops the text", async () => {
    await expect(split("{{ bos_token }}")).rejects.toMatchObject({ code: "ENDPOINT_PROTOCOL" });
  });
});
