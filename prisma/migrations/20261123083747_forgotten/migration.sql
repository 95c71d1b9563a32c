-- CreateTable
CREATE TABLE "forgotten" (
    "workspace_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "forgotten_pkey" PRIMARY KEY ("workspace_id","digest")
);

-- AddForeignKey
ALTER TABLE "forgotten" ADD CONSTRAINT "forgotten_has_workspace" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- By hand from here on.

alter table forgotten
  add constraint forgotten_digest_is_sha256 check (octet_length(digest) = 32);
