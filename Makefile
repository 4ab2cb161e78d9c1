.PHONY: run test check pictures bench pins messages assets

run: ## Set everything up and serve until Ctrl-C
	@exec python3 -m deploy.local run

test: ## Run the whole test suite
	@exec python3 -m deploy.local test

check: ## Format, lint, types, imports, templates, migrations, translations, audit
	@exec python3 -m deploy.local check

pictures: ## Photograph the main pages in four languages into .data/screenshots/
	@exec python3 -m deploy.local pictures

bench: ## Measure, each figure beside its baseline
	@exec python3 -m deploy.local bench

pins: ## Recompile the pinned requirements and the npm lock file
	@exec python3 -m deploy.local pins

messages: ## Collect translatable strings and compile the catalogues
	@exec python3 -m deploy.local messages

assets: ## Copy the front-end packages' files into branding/static
	@exec python3 -m deploy.local assets
