# `make help` lists the commands. Everything is set up on first use.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PHONE_PORT ?= 8080
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

run: prepared ## Set up, then start the assistant with its web page
	@exec $(PYTHON) -m ops.run

shell: prepared ## Set up, then chat in this terminal
	@exec $(PYTHON) -m ops.run --shell

whatsapp: prepared ## The same, with a WhatsApp phone on the desk to try it
	@exec $(PYTHON) -m ops.run --whatsapp $(PHONE_PORT)

whatsapp-load: prepared ## Measure the WhatsApp channel under load
	@$(PYTHON) -m ops.whatsapp_load

widget-speed: development prepared ## Measure the widget's size and speed
	@$(PYTHON) -m ops.widget_speed

train: runtime ## Train the model if anything it is made from changed
	@$(PYTHON) -m ops.prepare

content: runtime ## Check the content files and import them
	@$(PYTHON) -m article.importer

evaluate: prepared ## Score understanding on the held-out test set
	@$(PYTHON) -m ops.evaluate

safety-report: prepared ## Measure the red-flag screen, write the table into docs/safety.md
	@$(PYTHON) -m ops.safety_report

test: development ## Run every check
	@sh ops/setup_programs.sh
	@$(PYTHON) -m ops.check

lock: ## Write the lock files anew from requirements*.in
	@sh ops/lock.sh

classifiers: runtime ## Compare intent classifiers by cross-validation
	@$(PYTHON) -m ops.classifiers

clean: ## Remove all that was built (not the database)
	rm -rf .venv .uv models .rasa results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

prepared: runtime
	@$(PYTHON) -m ops.prepare

runtime:
	@sh ops/setup.sh requirements.lock

development:
	@sh ops/setup.sh requirements-dev.lock

.PHONY: safety-report help run shell whatsapp whatsapp-load widget-speed train content evaluate test lock classifiers clean prepared runtime development
